/** Why the sandbox cannot run, in finished sentences for the person who started it. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}
