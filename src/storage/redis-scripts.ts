/** The Lua scripts of the Redis store: each is one atomic step. */
import { BASE_LUA } from './redis-base-lua.ts';
import { DELIVERY_LUA } from './redis-delivery-lua.ts';
import { RECORD_LUA } from './redis-record-lua.ts';

const BODIES = {
  storeList: String.raw`
local kind, chat, now = arguments(3)
local ids = chat == '' and call('ZRANGEBYLEX', kindKey(kind), '-', '+') or idsOfChat(kind, chat, now)
local records = {}
for _, id in ipairs(ids) do records[#records + 1] = readRecord(kind, id, tonumber(now)) end
return records`,

  storeDue: String.raw`
local kind = arguments(1)
local now, limit = number(), number()
local records, offset = {}, 0
while #records < limit do
  local ids = call('ZRANGEBYSCORE', dueKey(kind), '-inf', now, 'LIMIT', offset, limit)
  if #ids == 0 then break end
  offset = offset + #ids
  for _, id in ipairs(ids) do
    if #records < limit then records[#records + 1] = readRecord(kind, id, now) end
  end
end
return records`,

  storeCommit: String.raw`
local now = number()
local put, remove, send, count = {}, {}, {}, {}
for _ = 1, number() do
  put[1] = nextRecord()
  if readRecord(put[1].kind, put[1].id, now) then return 0 end
end
for _ = 1, number() do
  local kind, id, presence, body = arguments(4)
  local found = readRecord(kind, id, now)
  if presence == 'absent' and found then return 0 end
  if presence == 'present' and (not found or found[2] ~= body) then return 0 end
end
for _ = 1, number() do put[#put + 1] = nextRecord() end
for _ = 1, number() do remove[#remove + 1] = { arguments(2) } end
for _ = 1, number() do send[#send + 1] = nextDelivery() end
for _ = 1, number() do count[#count + 1] = { arguments(2) } end
for _, record in ipairs(put) do putRecord(record) end
for _, name in ipairs(remove) do removeRecord(name[1], name[2]) end
for _, delivery in ipairs(send) do addDelivery(delivery, now) end
for _, each in ipairs(count) do call('HINCRBYFLOAT', counters, each[1], each[2]) end
if #count > 0 then keep(counters) end
return 1`,

  storeWaitingChats: 'return waitingChats(arguments(2))',
  storeTake: 'return take(arguments(3))',
  storeSettle: 'settle(arguments(4))',
  storeRecover: 'freeOver(number())',
  storeDropDeliveries: 'dropDeliveries(arguments(1), false)',

  storeForgetChat: String.raw`
local chat = arguments(1)
forgetRecords(chat)
dropDeliveries(chat, true)`,

  storeMoveChat: String.raw`
local from, to = arguments(2)
-- "0" is the character after "/".
local moved = call('ZRANGEBYLEX', chats, '[' .. from .. '/', '(' .. from .. '0')
moved[#moved + 1] = from
for _, chat in ipairs(moved) do
  local target = to .. string.sub(chat, #from + 1)
  moveRecords(chat, target)
  moveDeliveries(chat, target)
end`,

  storeSweep: String.raw`
local now, most = number(), number()
tidy(now)
local names = call('ZRANGEBYSCORE', recordExpiry, '-inf', now, 'LIMIT', 0, most)
for _, name in ipairs(names) do removeRecord(kindAndId(name)) end
return #names`,

  // Only who holds the lock gives it back: it may have run out and be somebody else's.
  storeRelease: String.raw`
local name, token = arguments(2)
local key = prefix .. 'lease:' .. name
if call('GET', key) == token then call('DEL', key) end`,
} as const;

export type ScriptName = keyof typeof BODIES;

/** The scripts as ioredis takes them. */
export const LUA_SCRIPTS: Record<string, { lua: string; numberOfKeys: number }> = Object.fromEntries(
  Object.entries(BODIES).map(([name, body]) => [
    name,
    { lua: `${BASE_LUA}${RECORD_LUA}${DELIVERY_LUA}${body}`, numberOfKeys: 1 },
  ]),
);
