-- Moves letters from the list KEYS[1] to the set KEYS[2]. Answers how many are left.
local letter = redis.call('LPOP', KEYS[1])
while letter do
  redis.call('SADD', KEYS[2], letter)
  letter = redis.call('LPOP', KEYS[1])
end
return 0
