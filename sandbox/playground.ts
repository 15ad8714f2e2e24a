import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KeptProgram } from './kept-program.ts';
import { type Chatter, playgroundConfig } from './playground-config.ts';
import type { Ports } from './ports.ts';
import type { Program } from './program.ts';
import { writeState } from './state-file.ts';
import { listens, until } from './until.ts';

const require = createRequire(import.meta.url);
const loopbackOnly = new URL('./preloads/loopback-only.ts', import.meta.url).href;
const startsWithinMs = 60_000;

export interface PlaygroundOptions {
  readonly directory: string;
  readonly chatter: Chatter;
  readonly ports: Ports;
  readonly logPath: string;
  readonly started: (program: Program) => void;
  readonly died: (sentence: string) => void;
}

/** Microsoft's playground, a chat client for one person, not yet started; it is ready when it can be opened. */
export async function playground(options: PlaygroundOptions): Promise<KeptProgram> {
  const { directory, chatter, ports, logPath, started, died } = options;
  const port = ports[chatter];
  const configPath = join(directory, `playground-${chatter}.yml`);
  // JSON is YAML too.
  await writeState(configPath, playgroundConfig(chatter));
  const main = join(dirname(require.resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  const name = `The ${chatter}'s chat`;
  return new KeptProgram({
    name,
    args: [
      // It would listen on every interface.
      ...['--import', loopbackOnly, main, 'start', '--disable-telemetry', '--port', `${port}`],
      ...[
        '--app-endpoint',
        `http://127.0.0.1:${ports.bot}/api/messages`,
        '--channel-id',
        'msteams',
        '--service-url',
        `http://127.0.0.1:${port}/_connector`,
      ],
    ],
    env: {
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configPath,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(directory, 'logs', `playground-${chatter}-traffic.log`),
      TEAMSAPPTESTER_BROWSER: 'none',
    },
    logPath,
    started,
    died,
    ready: (signal) => until(() => listens(port), { signal, deadlineInMs: startsWithinMs, name }),
  });
}
