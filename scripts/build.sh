#!/bin/sh
# Bundles the program, and has V8 compile it under the flags that it is started with: none, and those of
# deploy/weixin-robot.service. Another Node.js, or other flags, start it more slowly.
set -e
rm -rf dist
rolldown -c
cp src/page/index.html src/page/demo.html src/page/icon.svg dist/page
styles() {
  cat "$@" | tr -s '[:space:]' ' '
}
# the chats are the demo's only
parts=$(ls src/page/*/*.css src/page/*/*/*.css | grep -v '^src/page/chat/')
styles src/page/page.css src/page/controls.css $parts > dist/page/page.css
styles src/page/chat/*.css src/page/demo.css > dist/page/demo.css
for flags in "" --max-old-space-size=512; do
  WEIXIN_ROBOT_COMPILES=true node $flags dist/main.js --version > /dev/null
done
cache=node_modules/.cache/weixin-robot
rolldown scripts/compile.ts --file $cache/compile.js --platform node > /dev/null
# where it cannot be, such as in a sandbox without loopback, the robot starts a little slower
node $cache/compile.js || echo "the robot is compiled at each start anew" >&2
