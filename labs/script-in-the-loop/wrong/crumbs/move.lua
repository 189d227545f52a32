-- Moves one letter a run.
local letter = redis.call('LPOP', KEYS[1])
if letter then
  redis.call('SADD', KEYS[2], letter)
end
return redis.call('LLEN', KEYS[1])
