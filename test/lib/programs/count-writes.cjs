// Loaded before a Node program by NODE_OPTIONS: notes the length of each write to a terminal, one
// a line, in the file that TTY_WRITES_FILE names. Whoever writes, by file or by stream.
const fs = require('node:fs');
const net = require('node:net');
const tty = require('node:tty');
const { syncBuiltinESMExports } = require('node:module');

const { writeSync, write, writevSync } = fs;
const file = fs.openSync(process.env.TTY_WRITES_FILE, 'a');

function note(bytes) {
  writeSync(file, `${bytes}\n`);
}

fs.writeSync = (fd, ...rest) => {
  const bytes = writeSync(fd, ...rest);
  if (tty.isatty(fd)) note(bytes);
  return bytes;
};
fs.writevSync = (fd, ...rest) => {
  const bytes = writevSync(fd, ...rest);
  if (tty.isatty(fd)) note(bytes);
  return bytes;
};
fs.write = (fd, data, ...rest) => {
  if (tty.isatty(fd)) note(Buffer.byteLength(data));
  return write(fd, data, ...rest);
};
tty.WriteStream.prototype._write = function (data, encoding, done) {
  note(Buffer.byteLength(data, encoding));
  return net.Socket.prototype._write.call(this, data, encoding, done);
};
tty.WriteStream.prototype._writev = function (chunks, done) {
  note(chunks.reduce((sum, { chunk, encoding }) => sum + Buffer.byteLength(chunk, encoding), 0));
  return net.Socket.prototype._writev.call(this, chunks, done);
};
syncBuiltinESMExports();
