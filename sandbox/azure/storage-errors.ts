import type { Reply } from './http.ts';

type Headers = Readonly<Record<string, string>>;

/** An error as blob and queue storage answer it ("Status and error codes"); `details` are further elements of its body. */
export function storageError(
  status: number,
  code: string,
  message: string,
  headers: Headers = {},
  details = '',
): Reply {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message>${details}</Error>`,
  };
}
