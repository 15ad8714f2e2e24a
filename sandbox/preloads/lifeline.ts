/**
 * Loaded first in every program that the sandbox starts. Its standard input is a pipe that nobody writes to: it ends when
 * the sandbox does, even by SIGKILL, and then the program is asked to end, and made to a few seconds later.
 */
const graceInMs = 3000;

process.stdin.once('end', endOurselves);
process.stdin.once('error', endOurselves);
process.stdin.resume();
// A pipe is a socket here; it must not keep a program alive that has nothing left to do.
(process.stdin as unknown as { unref?: () => void }).unref?.();

function endOurselves(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceInMs).unref();
  process.kill(process.pid, 'SIGTERM');
}
