/** What all Lua scripts of the Redis store begin with: the arguments, the names of keys, their time to live. */

/** A kind and an id in one string: a kind holds no U+0000. */
export const SEPARATOR = '\0';

/**
 * All keys are made from the prefix, the only declared key: on a cluster it has to be a hash tag, "{mangnon}:".
 * A script checks everything before it writes anything, because Redis takes back nothing of one that fails.
 */
export const BASE_LUA = String.raw`
local call = redis.call
local prefix = KEYS[1]
local DAY = 86400000
local LONG = 400 * DAY

-- The next arguments, in their order.
local position = 0
local function arguments(count)
  position = position + count
  return unpack(ARGV, position - count + 1, position)
end
local function number()
  return tonumber((arguments(1)))
end

local function recordKey(name) return prefix .. 'record:' .. name end
local function kindKey(kind) return prefix .. 'kind:' .. kind end
local function dueKey(kind) return prefix .. 'due:' .. kind end
local function chatRecordsKey(chat) return prefix .. 'chat-records:' .. chat end
local function deliveryKey(id) return prefix .. 'delivery:' .. id end
local function queueKey(urgency, chat) return prefix .. 'queue:' .. urgency .. ':' .. chat end
local function takenKey(chat) return prefix .. 'taken:' .. chat end
local function readyKey(urgency) return prefix .. 'ready:' .. urgency end
local function headsKey(urgency) return prefix .. 'heads:' .. urgency end
local recordExpiry = prefix .. 'record-expiry'
local deliveryExpiry = prefix .. 'delivery-expiry'
local takenChats = prefix .. 'taken-chats'
local chats = prefix .. 'chats'
local ages = prefix .. 'ages'
local counters = prefix .. 'counters'

-- Keeps an index as long as what it names, and long enough otherwise; not written anew with every use.
local function keep(key, ttl)
  local wanted = math.max(LONG, ttl or 0)
  if call('PTTL', key) < wanted - DAY then call('PEXPIRE', key, wanted) end
end

-- The chats with anything in the store, in the order of their keys: a chat's topics stand together.
local function listChat(chat, ttl)
  call('ZADD', chats, 0, chat)
  keep(chats, ttl)
end
local function unlistChat(chat)
  if call('EXISTS', chatRecordsKey(chat), queueKey(0, chat), queueKey(1, chat), queueKey(2, chat)) == 0 then
    call('ZREM', chats, chat)
  end
end
`;
