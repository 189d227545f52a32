-- Moves ARGV[1] letters from the list KEYS[1] to the set KEYS[2]. Answers how many are left.
for _ = 1, tonumber(ARGV[1]) do
  local letter = redis.call('LPOP', KEYS[1])
  if not letter then
    return 0
  end
  redis.call('SADD', KEYS[2], letter)
end
return redis.call('LLEN', KEYS[1])
