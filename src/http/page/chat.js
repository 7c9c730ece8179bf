/**
 * The chat of the page: sends what is written, shows what is answered, keeps 111 one tap away.
 * Whatever a person or the server wrote reaches the page as text, never as HTML.
 */
const TIMEOUT_MS = 15_000;
const MAX_INPUT_HEIGHT = 160;
/** A note passed to the duty officers is answered within the hour or not at all. */
const MAIL_EVERY_MS = 15_000;
const MAIL_FOR_MS = 60 * 60_000;
const PLACE_KEY = 'mang-non.place';
const CONVERSATION_KEY = 'mang-non.conversation';
const FORGET_COMMAND = '/xoadulieu';

const texts = JSON.parse(byId('page-texts').textContent);
const log = byId('log');
const status = byId('status');
const form = byId('form');
const input = byId('text');
const place = byId('place');
const sendButton = byId('send');
const state = { conversation: '', waiting: false, round: 0, mailUntil: 0, mailTimer: 0 };

// ---- Small builders of elements

function byId(id) {
  return document.getElementById(id);
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(className, label, onClick) {
  const node = element('button', className, label);
  node.type = 'button';
  node.addEventListener('click', onClick);
  return node;
}

function callLink(number, className, label) {
  const link = element('a', className, label);
  link.href = `tel:${number}`;
  return link;
}

// ---- Memory of the browser, which may be switched off or full

function stored(storage, key) {
  try {
    return window[storage].getItem(key) ?? '';
  } catch {
    return '';
  }
}

function store(storage, key, value) {
  try {
    if (value) window[storage].setItem(key, value);
    else window[storage].removeItem(key);
  } catch {
    // The page works without memory; only the next visit starts anew.
  }
}

/** crypto.randomUUID exists on https and localhost only. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function startConversation() {
  state.conversation = newId();
  store('sessionStorage', CONVERSATION_KEY, state.conversation);
}

// ---- Showing messages

function showUserMessage(text) {
  const message = element('div', 'message user');
  message.append(element('p', 'sender', texts['you']), element('p', 'text', text));
  log.append(message);
  message.scrollIntoView({ block: 'nearest' });
  return message;
}

function showReply(reply, question) {
  const message = element('div', `message bot ${reply.kind === 'safety' ? 'safety' : ''}`);
  message.dataset.kind = reply.kind;
  message.append(element('p', 'sender', texts['name']));
  if (reply.kind === 'safety') message.append(element('p', 'safety-title', texts['safety-title']));
  message.append(element('p', 'text', reply.text));
  if (reply.kind === 'safety') message.append(emergencyCalls(reply.text));
  message.append(...(reply.citations ?? []).map(citation));
  log.append(message);
  if (reply.choices?.length) log.append(choiceButtons(reply.choices));
  showFromQuestion(question, message);
}

/** A long answer is read from its first line, so the question goes to the top and not the answer's end to the bottom. */
function showFromQuestion(question, message) {
  log.scrollTop = log.scrollHeight;
  const first = question.offsetHeight > log.clientHeight / 2 ? message : question;
  const hidden = log.getBoundingClientRect().top - first.getBoundingClientRect().top;
  if (hidden > 0) log.scrollTop -= hidden + 12;
}

/** The numbers of the reply in its order, the first one largest; 111 always. */
function emergencyCalls(text) {
  const calls = element('div', 'calls');
  const named = text.match(/(?<![0-9])11[1-5](?![0-9])/g) ?? [];
  const labels = {
    111: texts['call-111'],
    113: texts['call-113'],
    114: texts['call-114'],
    115: texts['call-115'],
  };
  const numbers = [...new Set([...named, '111'])].filter((number) => labels[number]);
  calls.append(
    ...numbers.map((number, at) => callLink(number, `call ${at === 0 ? 'call-safety' : 'call-other'}`, labels[number])),
  );
  return calls;
}

function citation({ plan, section, quote }) {
  const details = element('details', 'citation');
  const words = { plan, section };
  const summary = texts['citation'].replace(/\{(plan|section)\}/g, (_match, name) => words[name]);
  details.append(element('summary', '', summary), element('blockquote', '', quote));
  return details;
}

function choiceButtons(choices) {
  const group = element('div', 'choices');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', texts['choices-label']);
  group.append(...choices.map(({ label, value }) => button('choice', label, () => submit(value, label))));
  return group;
}

function showWelcome() {
  log.replaceChildren(byId('welcome').content.cloneNode(true));
  for (const chip of log.querySelectorAll('.choice')) {
    chip.addEventListener('click', () => submit(chip.textContent, chip.textContent));
  }
}

/** Choices belong to the last reply: an old one would be answered in another context. */
function removeChoices() {
  const focused = log.contains(document.activeElement);
  for (const group of log.querySelectorAll('.choices')) group.remove();
  if (focused) focusAfterAction();
}

/** Focus on the text field opens the keyboard of a phone over the answer, so there the log takes it. */
function focusAfterAction() {
  const target = matchMedia('(hover: hover) and (pointer: fine)').matches ? input : log;
  target.focus({ preventScroll: true });
}

function setWaiting(waiting) {
  state.waiting = waiting;
  log.setAttribute('aria-busy', String(waiting));
  sendButton.setAttribute('aria-disabled', String(waiting));
  status.classList.toggle('waiting', waiting);
  status.textContent = waiting ? texts['waiting'] : '';
}

// ---- Sending

/** Sends the value and shows the label; says whether it was taken, for one message is under way at a time. */
function submit(value, label) {
  if (state.waiting || !value.trim()) return false;
  removeChoices();
  void deliver(value, showUserMessage(label));
  return true;
}

async function deliver(value, question) {
  const round = state.round;
  setWaiting(true);
  const result = await post({ conversation: state.conversation, text: value, ...chosenPlace() });
  // The conversation was cleared while the answer was on its way: it must not reappear.
  if (round !== state.round) return;
  setWaiting(false);
  if (result.reply) {
    showReply(result.reply, question);
    if (result.reply.kind === 'safety') expectMail();
  } else showFailure(result, value, question);
}

function chosenPlace() {
  return place.value ? { place: place.selectedOptions[0].textContent } : {};
}

/** Resolves to `{reply}`, `{rejected: sentence}` (sending again would not help) or `{failed: sentence}`. */
async function post(body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    return resultOf(response, await response.json());
  } catch {
    return { failed: texts[abort.signal.aborted ? 'failed-timeout' : 'failed-connection'] };
  } finally {
    clearTimeout(timer);
  }
}

/** A hotspot's sign-in page also answers 200, so the reply's shape decides. */
function resultOf(response, data) {
  if (response.ok && typeof data?.text === 'string') return { reply: data };
  const rejected = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status);
  if (rejected && data?.error?.message) return { rejected: data.error.message };
  return { failed: texts['failed-connection'] };
}

function showFailure({ rejected, failed }, value, question) {
  question.classList.add('unsent');
  const notice = element('div', 'notice');
  notice.append(element('p', 'notice-title', texts['not-sent']), element('p', 'text', rejected ?? failed));
  const actions = element('div', 'calls');
  actions.append(callLink('111', 'call', texts['call-111']));
  if (failed) actions.append(button('button retry', texts['retry'], () => retry(value, question, notice)));
  notice.append(actions);
  question.after(notice);
  notice.scrollIntoView({ block: 'nearest' });
  if (rejected && !input.value) fillInput(value);
}

function retry(value, question, notice) {
  if (state.waiting) return;
  notice.remove();
  question.classList.remove('unsent');
  removeChoices();
  focusAfterAction();
  // The answer will stand at the end of the log, so its question goes there too.
  log.append(question);
  void deliver(value, question);
}

// ---- What comes after a reply: news of a note that was passed on

function expectMail() {
  state.mailUntil = Date.now() + MAIL_FOR_MS;
  if (!state.mailTimer) state.mailTimer = setInterval(() => void fetchMail(), MAIL_EVERY_MS);
}

function stopMail() {
  clearInterval(state.mailTimer);
  state.mailTimer = 0;
}

async function fetchMail() {
  if (Date.now() > state.mailUntil) stopMail();
  if (document.hidden) return;
  const { round, conversation } = state;
  const body = JSON.stringify({ conversation });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch('/api/mail', { method: 'POST', headers, body }).catch(() => null);
  const data = response?.ok ? await response.json().catch(() => null) : null;
  if (round !== state.round) return;
  for (const text of data?.messages ?? []) showMail(text);
}

function showMail(text) {
  const message = element('div', 'message bot');
  message.append(element('p', 'sender', texts['name']), element('p', 'text', text));
  log.append(message);
  message.scrollIntoView({ block: 'nearest' });
}

// ---- The deadlines as a line of time

async function showDeadlines() {
  const query = place.value ? `?place=${encodeURIComponent(place.value)}` : '';
  const response = await fetch(`/api/deadlines${query}`).catch(() => null);
  const data = response?.ok ? await response.json().catch(() => null) : null;
  if (!data) {
    status.textContent = texts['failed-connection'];
    return;
  }
  byId('timeline-entries').replaceChildren(...timelineItems(data));
  byId('timeline-calendars').replaceChildren(...calendarLinks(data.calendars));
  byId('timeline').showModal();
  byId('timeline-entries').querySelector('.today')?.scrollIntoView({ block: 'center' });
}

/** Today stands among the deadlines, so that one sees at a glance what is past and what comes. */
function timelineItems({ entries, today }) {
  const items = entries.map((entry) => ({ day: entry.day, node: timelineItem(entry) }));
  const at = items.findIndex(({ day }) => day >= today);
  const mark = { day: today, node: element('li', 'today', `${texts['today']} ${shortDate(today)}`) };
  items.splice(at < 0 ? items.length : at, 0, mark);
  return items.map(({ node }) => node);
}

function timelineItem(entry) {
  const item = element('li', `entry ${entry.state}`);
  const left = entry.daysLeft < 0 ? texts['deadline-past'] : texts['days-left'].replace('{days}', entry.daysLeft);
  item.append(
    element('p', 'entry-day', `${shortDate(entry.day)} – ${left}`),
    element('p', 'entry-what', entry.what),
    element('p', 'entry-who', `${entry.place}. ${entry.dueText}. ${entry.reporters}.`),
    element('p', 'entry-source', `${entry.source}, ${entry.section}`),
  );
  return item;
}

function calendarLinks(calendars) {
  return calendars.map(({ plan, name }) => {
    const link = element('a', 'calendar', texts['calendar'].replace('{plan}', name));
    link.href = `/calendar/${plan}.ics`;
    return link;
  });
}

function shortDate(day) {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}/${month}/${year}`;
}

// ---- Clearing and leaving

/** Asks the server to forget as well; nothing waits for it, and it outlives the page. */
function forgetOnServer() {
  const body = JSON.stringify({ conversation: state.conversation, text: FORGET_COMMAND });
  const headers = { 'Content-Type': 'application/json' };
  fetch('/api/chat', { method: 'POST', headers, body, keepalive: true }).catch(() => {});
}

function clearConversation() {
  forgetOnServer();
  state.round += 1;
  stopMail();
  setWaiting(false);
  startConversation();
  fillInput('');
  showWelcome();
}

function leave(event) {
  event.preventDefault();
  document.title = '';
  clearConversation();
  log.replaceChildren();
  store('sessionStorage', CONVERSATION_KEY, '');
  location.replace(event.currentTarget.href);
}

// ---- The form

function fillInput(text) {
  input.value = text;
  fitInput();
}

function fitInput() {
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight + 2, MAX_INPUT_HEIGHT)}px`;
}

function sendInput() {
  const text = input.value.trim();
  if (submit(text, text)) fillInput('');
}

/** Enter that ends a word of a Vietnamese input method is not yet a sending. */
function onKey(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  sendInput();
}

function showNetwork() {
  const wasOffline = !byId('network').hidden;
  byId('network').hidden = navigator.onLine;
  if (wasOffline && navigator.onLine && !state.waiting) status.textContent = texts['online'];
}

function restorePlace() {
  place.value = stored('localStorage', PLACE_KEY);
  // A place that is no longer offered leaves the select without a choice.
  if (place.selectedIndex < 0) place.value = '';
}

function start() {
  state.conversation = stored('sessionStorage', CONVERSATION_KEY);
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(state.conversation)) startConversation();
  restorePlace();
  showWelcome();
  showNetwork();
  place.addEventListener('change', () => store('localStorage', PLACE_KEY, place.value));
  byId('clear').addEventListener('click', () => {
    clearConversation();
    status.textContent = texts['cleared'];
  });
  byId('deadlines').addEventListener('click', () => void showDeadlines());
  byId('quick-exit').addEventListener('click', leave);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendInput();
  });
  input.addEventListener('keydown', onKey);
  input.addEventListener('input', fitInput);
  window.addEventListener('online', showNetwork);
  window.addEventListener('offline', showNetwork);
  byId('chat').hidden = false;
  fitInput();
}

start();
