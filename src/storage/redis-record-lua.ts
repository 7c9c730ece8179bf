/** The records of the Redis store: one hash each, and sorted sets by kind, by time, by chat and by expiry. */

export const RECORD_LUA = String.raw`
local function nameOf(kind, id) return kind .. '\0' .. id end
local function kindAndId(name)
  local cut = string.find(name, '\0', 1, true)
  return string.sub(name, 1, cut - 1), string.sub(name, cut + 1)
end

local function removeRecord(kind, id)
  local name = nameOf(kind, id)
  local chat = call('HGET', recordKey(name), 'chat')
  if chat then
    call('ZREM', chatRecordsKey(chat), name)
    unlistChat(chat)
  end
  call('ZREM', kindKey(kind), id)
  call('ZREM', dueKey(kind), id)
  call('ZREM', recordExpiry, name)
  call('DEL', recordKey(name))
end

local function putRecord(record)
  local kind, id, chat = record.kind, record.id, record.chat
  removeRecord(kind, id)
  if record.ttl <= 0 then return end
  local name = nameOf(kind, id)
  local key = recordKey(name)
  call('HSET', key, 'body', record.body, 'expiresAt', record.expiresAt)
  call('ZADD', kindKey(kind), 0, id)
  call('ZADD', recordExpiry, record.expiresAt, name)
  keep(kindKey(kind), record.ttl)
  keep(recordExpiry, record.ttl)
  if record.dueAt ~= '' then
    call('HSET', key, 'dueAt', record.dueAt)
    call('ZADD', dueKey(kind), record.dueAt, id)
    keep(dueKey(kind), record.ttl)
  end
  if chat ~= '' then
    call('HSET', key, 'chat', chat)
    call('ZADD', chatRecordsKey(chat), record.expiresAt, name)
    keep(chatRecordsKey(chat), record.ttl)
    listChat(chat, record.ttl)
  end
  call('PEXPIRE', key, record.ttl)
end

local function nextRecord()
  local kind, id, body, chat, dueAt, expiresAt, ttl = arguments(7)
  return { kind = kind, id = id, body = body, chat = chat, dueAt = dueAt, expiresAt = expiresAt, ttl = tonumber(ttl) }
end

-- A record as it is answered; nil where there is none, or none any more.
local function readRecord(kind, id, now)
  local fields = call('HMGET', recordKey(nameOf(kind, id)), 'body', 'expiresAt', 'chat', 'dueAt')
  if not fields[1] or tonumber(fields[2]) <= now then return nil end
  return { id, fields[1], fields[2], fields[3] or '', fields[4] or '' }
end

-- A chat's records of a kind, expired ones left out by their score.
local function idsOfChat(kind, chat, now)
  local ids = {}
  local start = kind .. '\0'
  for _, name in ipairs(call('ZRANGEBYSCORE', chatRecordsKey(chat), '(' .. now, '+inf')) do
    if string.sub(name, 1, #start) == start then ids[#ids + 1] = string.sub(name, #start + 1) end
  end
  return ids
end

local function forgetRecords(chat)
  for _, name in ipairs(call('ZRANGE', chatRecordsKey(chat), 0, -1)) do removeRecord(kindAndId(name)) end
  call('DEL', chatRecordsKey(chat))
end

local function moveRecords(from, to)
  for _, name in ipairs(call('ZRANGE', chatRecordsKey(from), 0, -1)) do
    local kind, id = kindAndId(name)
    local key = recordKey(name)
    local fields = call('HMGET', key, 'body', 'expiresAt', 'dueAt')
    local ttl = call('PTTL', key)
    if fields[1] then
      removeRecord(kind, id)
      putRecord({ kind = kind, id = id == from and to or id, body = fields[1], chat = to, dueAt = fields[3] or '',
        expiresAt = fields[2], ttl = ttl })
    end
  end
  call('DEL', chatRecordsKey(from))
end
`;
