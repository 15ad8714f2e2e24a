import { z } from 'zod';
import type { Workspace } from '../services/workspaces/workspaces.ts';

/** Closed unless the file opens it. */
const desktop = z.object({
  entraSignIn: z.boolean().default(true),
  clipboard: z.boolean().default(false),
  drives: z.boolean().default(false),
  printers: z.boolean().default(false),
});

/** Addresses of blob services, as clients come to them. */
const blobService = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/$/, ''));

const storage = z.object({ public: blobService, secure: blobService });

const address = z.ipv4();
const addresses = z
  .string()
  .refine(
    (range) => range.split('-').length <= 2 && range.split('-').every((end) => address.safeParse(end).success),
    'must be an IPv4 address or two with a hyphen between',
  );

const requests = z.object({
  deputy: z.string().min(1).optional(),
  accessDays: z.number().int().min(1).max(3650).optional(),
  downloadAddresses: addresses.optional(),
  nudgeAfterWorkingDays: z.number().positive().max(100).optional(),
  escalateAfterWorkingDays: z.number().positive().max(100).optional(),
});

const evenings = z.object({
  keeps: z.number().int().min(0).max(100).optional(),
  until: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 06:00')
    .optional(),
  skips: z.number().int().min(0).max(1000).optional(),
});

const members = z.object({
  guests: z.boolean().optional(),
  training: z.object({ name: z.string().min(1).max(100), validMonths: z.number().int().min(1).max(1200) }).optional(),
  review: z.enum(['quarterly', 'yearly', 'never']).optional(),
});

const ending = z.object({
  storage: z.enum(['archive', 'delete']).optional(),
  retentionDays: z.number().int().min(1).max(3650).optional(),
});

/** What holds in a workspace, here and in the landing zone file. */
export const workspaceRules = {
  desktop: desktop.prefault({}),
  requests: requests.optional(),
  evenings: evenings.optional(),
  members: members.optional(),
  ending: ending.optional(),
};

const channel = z.object({ conversationId: z.string().min(1), serviceUrl: z.url() });

const workspace = z.object({
  // Containers of storage accounts are named after it: no hyphen at the end, and no two in a row.
  id: z
    .string()
    .min(2)
    .max(31)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be short, lower case, of letters, digits and single hyphens')
    .refine(
      (id) => !/-\d+$/.test(id),
      'must not end in a hyphen and a number, since requests are named so: write covid19',
    ),
  name: z.string().min(1).max(64),
  resourceGroup: z.string().min(1),
  groupId: z.string().min(1),
  storage: storage.optional(),
  ...workspaceRules,
  purpose: z.string().min(1).max(500).optional(),
  endsOn: z.iso.date().optional(),
  channel: channel.optional(),
});

/** The list of the first workspaces, from its JSON. @throws {z.ZodError} naming what is wrong; SyntaxError */
export function parseWorkspaces(json: string): Workspace[] {
  return z.array(workspace).parse(JSON.parse(json));
}
