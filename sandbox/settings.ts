import { resolve } from 'node:path';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.ts';

export interface Settings {
  /** Absolute; holds everything that outlives a run. */
  readonly directory: string;
  /** Of the bot; 0 lets the sandbox choose all ports that are not given. */
  readonly botPort: number;
  /** Of the simulated Azure; 0 as for the bot. */
  readonly azurePort: number;
  /** Whether chat clients are started. */
  readonly playground: boolean;
  /** How long a machine takes to start or stop. */
  readonly vmSeconds: number;
  readonly deploySeconds: number;
  /** Set where machines and disks cost what they would: how long after a day's end Azure tells of it. */
  readonly billing: { readonly delayInHours: number } | undefined;
  /** Whether the bot demands signed activities. */
  readonly auth: boolean;
  /** Whether the pages behind links ask for sign-in. */
  readonly signIn: boolean;
  /** Whether Labdesk shows when people last signed in, and has the permission to ask for it. */
  readonly signInActivity: boolean;
  /** Off only for measuring: the bot then sends faster than Teams takes it. */
  readonly teamsLimits: boolean;
}

const port = number('a port from 0 to 65500', (value) => Number.isInteger(value) && value <= 65_500).optional();
const seconds = number('seconds from 0 to 3600', (value) => value <= 3600).default(3);
const toggle = (byDefault: 'on' | 'off') => z.enum(['on', 'off'], { error: 'must be on or off' }).default(byDefault);

function number(what: string, fits: (value: number) => boolean) {
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, `must be ${what}`)
    .transform(Number)
    .refine(fits, `must be ${what}`);
}

const environment = z.object({
  SANDBOX_DIR: z.string().min(1).default('.sandbox'),
  PORT: port,
  SANDBOX_PORT: port,
  SANDBOX_PLAYGROUND: toggle('on'),
  SANDBOX_VM_SECONDS: seconds,
  SANDBOX_DEPLOY_SECONDS: seconds,
  SANDBOX_BILLING: toggle('off'),
  SANDBOX_BILLING_DELAY_HOURS: number('hours from 0 to 48', (value) => value <= 48).default(8),
  SANDBOX_AUTH: toggle('off'),
  SANDBOX_SIGN_IN: toggle('off'),
  SANDBOX_TEAMS_LIMITS: toggle('on'),
  SIGN_IN_ACTIVITY: toggle('off'),
});

/** What the environment asks for. @throws {SandboxError} that names every value that cannot be. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new SandboxError(`These settings cannot be used.\n  ${faults.join('\n  ')}`);
  }
  const values = parsed.data;
  // One 0 is enough for free ports everywhere else.
  const chooses = values.PORT === 0 || values.SANDBOX_PORT === 0;
  return {
    directory: resolve(values.SANDBOX_DIR),
    botPort: values.PORT ?? (chooses ? 0 : 3978),
    azurePort: values.SANDBOX_PORT ?? (chooses ? 0 : 3980),
    playground: values.SANDBOX_PLAYGROUND === 'on',
    vmSeconds: values.SANDBOX_VM_SECONDS,
    deploySeconds: values.SANDBOX_DEPLOY_SECONDS,
    billing: values.SANDBOX_BILLING === 'on' ? { delayInHours: values.SANDBOX_BILLING_DELAY_HOURS } : undefined,
    auth: values.SANDBOX_AUTH === 'on',
    signIn: values.SANDBOX_SIGN_IN === 'on',
    signInActivity: values.SIGN_IN_ACTIVITY === 'on',
    teamsLimits: values.SANDBOX_TEAMS_LIMITS === 'on',
  };
}

/** The few variables that the sandbox's programs get from ours; a proxy or Node options meant for others are not among them. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TZ', 'LANG', 'SYSTEMROOT'];
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
