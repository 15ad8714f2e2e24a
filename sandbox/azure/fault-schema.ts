import { z } from 'zod';
import { type Fault, faultServices } from './faults.ts';

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const schema = z.strictObject({
  service: z.enum(faultServices),
  method: z.string().toUpperCase().optional(),
  path: z.string().refine(isPattern, 'not a regular expression').optional(),
  status: z.number().int().min(300).max(599).optional(),
  retryAfter: z.number().min(0).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().min(0).optional(),
  hang: z.boolean().optional(),
  drop: z.enum(['before', 'after', 'midway']).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  operation: z
    .object({
      code: z.string(),
      message: z.string().default('The operation failed.'),
      at: z.string().optional(),
      seconds: z.number().min(0).optional(),
    })
    .optional(),
  times: z.number().int().min(1).default(1),
});

/** The fault as a test describes it, or a sentence that says what is wrong with it. */
export function parseFault(body: unknown): Omit<Fault, 'id'> | string {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    return `Not a fault: ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ')}.`;
  }
  return parsed.data;
}
