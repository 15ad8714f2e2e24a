import { z } from 'zod';
import type { Workspace } from '../services/workspaces.ts';

/** Closed unless the file opens it. */
const desktop = z.object({
  entraSignIn: z.boolean().default(true),
  clipboard: z.boolean().default(false),
  drives: z.boolean().default(false),
  printers: z.boolean().default(false),
});

const workspace = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be short, lower case, of letters, digits and hyphens'),
  name: z.string().min(1).max(64),
  resourceGroup: z.string().min(1),
  groupId: z.string().min(1),
  desktop: desktop.prefault({}),
});

/** The list of the first workspaces, from its JSON. @throws {z.ZodError} naming what is wrong; SyntaxError */
export function parseWorkspaces(json: string): Workspace[] {
  return z.array(workspace).parse(JSON.parse(json));
}
