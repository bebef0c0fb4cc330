#!/bin/sh
# Bundles the program, and has V8 compile it under the flags that it is started with: none, and those of
# deploy/weixin-robot.service. Another Node.js, or other flags, start it more slowly.
set -e
rm -f dist/*.v8
rolldown -c
for flags in "" --max-old-space-size=512; do
  WEIXIN_ROBOT_COMPILES=true node $flags dist/main.js --version > /dev/null
done
