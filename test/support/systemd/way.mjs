// The way from outside to a port of the machine, whose network is its own: a socket among its files.
import { connect, createServer } from "node:net"
import { pipeline } from "node:stream"

const [socket, port] = process.argv.slice(2)
createServer((outside) => pipeline(outside, connect(Number(port), "127.0.0.1"), outside, () => {})).listen(
  socket
)
