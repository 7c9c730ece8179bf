/**
 * The outbox of the Redis store. A delivery is a hash, in the queue of its chat and urgency by age. Of each queue the
 * head stands among the ready ones by its time, unless one of the chat is taken.
 */

export const DELIVERY_LUA = String.raw`
-- The oldest of a queue; names whose delivery Redis itself has let expire are dropped on the way.
local function headOf(urgency, chat)
  local key = queueKey(urgency, chat)
  while true do
    local id = call('ZRANGE', key, 0, 0)[1]
    if not id then return nil end
    if call('EXISTS', deliveryKey(id)) == 1 then return id end
    call('ZREM', key, id)
  end
end

local function isTaken(chat)
  return call('EXISTS', takenKey(chat)) == 1
end

-- Puts the heads of a chat among the ready ones, or takes them out; among equal times the older goes first.
local function arrange(chat)
  for urgency = 0, 2 do
    local ready, heads = readyKey(urgency), headsKey(urgency)
    local before = call('HGET', heads, chat)
    local id = not isTaken(chat) and headOf(urgency, chat)
    if before then call('ZREM', ready, before) end
    if id then
      local fields = call('HMGET', deliveryKey(id), 'age', 'notBefore')
      local entry = string.format('%016d', fields[1]) .. chat
      call('ZADD', ready, fields[2], entry)
      call('HSET', heads, chat, entry)
      keep(ready)
      keep(heads)
    elseif before then
      call('HDEL', heads, chat)
    end
  end
end

-- After what was taken of a chat has changed: when the first of it runs out.
local function noteTaken(chat)
  local first = call('ZRANGE', takenKey(chat), 0, 0, 'WITHSCORES')
  if first[2] then
    call('ZADD', takenChats, first[2], chat)
    keep(takenChats)
  else
    call('ZREM', takenChats, chat)
  end
end

local function refresh(chat)
  noteTaken(chat)
  arrange(chat)
  unlistChat(chat)
end

local function removeDelivery(id, urgency, chat)
  call('DEL', deliveryKey(id))
  call('ZREM', deliveryExpiry, id)
  call('ZREM', queueKey(urgency, chat), id)
  call('ZREM', takenKey(chat), id)
end

-- Frees what was taken for too long.
local function freeOver(now)
  for _, chat in ipairs(call('ZRANGEBYSCORE', takenChats, '-inf', now)) do
    call('ZREMRANGEBYSCORE', takenKey(chat), '-inf', now)
    refresh(chat)
  end
end

-- Drops what has expired; what is being sent stays until it is settled.
local function dropExpired(now)
  local changed = {}
  for _, id in ipairs(call('ZRANGEBYSCORE', deliveryExpiry, '-inf', now)) do
    local urgency, chat = unpack(call('HMGET', deliveryKey(id), 'urgency', 'chat'))
    if not chat then
      call('ZREM', deliveryExpiry, id)
    elseif not call('ZSCORE', takenKey(chat), id) then
      removeDelivery(id, urgency, chat)
      changed[chat] = true
    end
  end
  for chat in pairs(changed) do refresh(chat) end
end

local function tidy(now)
  freeOver(now)
  dropExpired(now)
end

local function nextDelivery()
  local id, chat, urgency, body, notBefore, expiresAt, ttl = arguments(7)
  return { id = id, chat = chat, urgency = urgency, body = body, notBefore = notBefore, expiresAt = expiresAt,
    ttl = tonumber(ttl) }
end

-- Whether a delivery of this id is there; one that is not worth sending any more is dropped.
local function isThere(id, now)
  local urgency, chat, expiresAt = unpack(call('HMGET', deliveryKey(id), 'urgency', 'chat', 'expiresAt'))
  if not chat then return false end
  local taken = tonumber(call('ZSCORE', takenKey(chat), id) or now)
  if tonumber(expiresAt) > now or taken > now then return true end
  removeDelivery(id, urgency, chat)
  refresh(chat)
  return false
end

local function addDelivery(new, now)
  if isThere(new.id, now) or new.ttl <= 0 then return end
  local key = deliveryKey(new.id)
  local age = call('INCR', ages)
  call('HSET', key, 'chat', new.chat, 'urgency', new.urgency, 'body', new.body, 'notBefore', new.notBefore,
    'expiresAt', new.expiresAt, 'attempts', 0, 'age', age)
  call('PEXPIRE', key, new.ttl)
  call('ZADD', queueKey(new.urgency, new.chat), age, new.id)
  call('ZADD', deliveryExpiry, new.expiresAt, new.id)
  keep(ages, new.ttl)
  keep(queueKey(new.urgency, new.chat), new.ttl)
  keep(deliveryExpiry, new.ttl)
  listChat(new.chat, new.ttl)
  arrange(new.chat)
end

local function take(chat, time, untilTime)
  local now = tonumber(time)
  tidy(now)
  if isTaken(chat) then return false end
  for urgency = 0, 2 do
    local id = headOf(urgency, chat)
    if id then
      local fields = call('HMGET', deliveryKey(id), 'body', 'notBefore', 'expiresAt', 'attempts')
      if tonumber(fields[2]) <= now then
        call('ZADD', takenKey(chat), untilTime, id)
        keep(takenKey(chat))
        refresh(chat)
        return { id, urgency, fields[1], fields[2], fields[3], fields[4] }
      end
    end
  end
  -- Whoever asked may have been led here by the name of a delivery that Redis has let expire.
  refresh(chat)
  return false
end

local function settle(id, kind, notBefore, counted)
  local urgency, chat = unpack(call('HMGET', deliveryKey(id), 'urgency', 'chat'))
  if not chat then return end
  if kind == 'later' then
    call('HSET', deliveryKey(id), 'notBefore', notBefore)
    call('HINCRBY', deliveryKey(id), 'attempts', counted)
    call('ZREM', takenKey(chat), id)
  else
    removeDelivery(id, urgency, chat)
  end
  refresh(chat)
end

local function waitingChats(time, limitText)
  local now, limit = tonumber(time), tonumber(limitText)
  tidy(now)
  local found, seen = {}, {}
  for urgency = 0, 2 do
    for _, entry in ipairs(call('ZRANGEBYSCORE', readyKey(urgency), '-inf', now, 'LIMIT', 0, limit)) do
      local chat = string.sub(entry, 17)
      if not seen[chat] and #found < limit then found[#found + 1] = chat end
      seen[chat] = true
    end
  end
  return found
end

-- Drops the deliveries of a chat: all, or those that nobody has taken.
local function dropDeliveries(chat, all)
  for urgency = 0, 2 do
    for _, id in ipairs(call('ZRANGE', queueKey(urgency, chat), 0, -1)) do
      if all or not call('ZSCORE', takenKey(chat), id) then removeDelivery(id, urgency, chat) end
    end
  end
  refresh(chat)
end

local function moveDeliveries(from, to)
  for urgency = 0, 2 do
    local old, new = queueKey(urgency, from), queueKey(urgency, to)
    for _, id in ipairs(call('ZRANGE', old, 0, -1)) do
      if call('EXISTS', deliveryKey(id)) == 1 then
        call('HSET', deliveryKey(id), 'chat', to)
        call('ZADD', new, call('ZSCORE', old, id), id)
        keep(new, call('PTTL', old))
        listChat(to, call('PTTL', old))
      end
    end
    call('DEL', old)
  end
  local taken = call('ZRANGE', takenKey(from), 0, -1, 'WITHSCORES')
  for at = 1, #taken, 2 do
    call('ZADD', takenKey(to), taken[at + 1], taken[at])
    keep(takenKey(to))
  end
  call('DEL', takenKey(from))
  refresh(from)
  refresh(to)
end
`;
