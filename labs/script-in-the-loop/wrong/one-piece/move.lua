-- Moves ARGV[1] letters, and says that it is done.
for _ = 1, tonumber(ARGV[1]) do
  local letter = redis.call('LPOP', KEYS[1])
  if letter then
    redis.call('SADD', KEYS[2], letter)
  end
end
return 0
