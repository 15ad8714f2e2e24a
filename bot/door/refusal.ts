/** Why a request goes no further than the door: an HTTP status and a word for logs and clients, with nothing from inside. */
export class Refusal {
  readonly status: number;
  readonly code: string;
  /** What exactly was wrong; for the log alone, never for the stranger. */
  readonly reason: string | undefined;

  constructor(status: number, code: string, reason?: string) {
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

/** The body of every refusal. A 401 has no correlation id, so that all of them are the same byte for byte. */
export function refusalBody(refusal: Refusal, correlationId: string): string {
  const error = refusal.status === 401 ? { code: refusal.code } : { code: refusal.code, correlationId };
  return JSON.stringify({ error });
}
