#!/bin/sh
# Bundles the program, and has V8 compile it under the flags that it is started with: none, and those of
# deploy/weixin-robot.service. Another Node.js, or other flags, start it more slowly.
set -e
rm -rf dist
rolldown -c
for flags in "" --max-old-space-size=512; do
  WEIXIN_ROBOT_COMPILES=true node $flags dist/main.js --version > /dev/null
done
cache=node_modules/.cache/weixin-robot
rolldown scripts/compile.ts --file $cache/compile.js --platform node > /dev/null
# where it cannot be, such as in a sandbox without loopback, the robot starts a little slower
node $cache/compile.js || echo "the robot is compiled at each start anew" >&2
