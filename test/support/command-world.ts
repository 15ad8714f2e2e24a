import type { Context, Origin, Reply } from '../../bot/actions/action.ts';
import { actions } from '../../bot/actions/index.ts';
import { Dispatch, type Outcome } from '../../bot/dispatch.ts';
import { Questions } from '../../bot/questions.ts';
import { Lookup } from '../../bot/understanding/lookup.ts';
import { Nameables } from '../../bot/understanding/nameables.ts';
import type { Caller } from '../../services/people/people.ts';
import { MachineWorld } from './machine-world.ts';

let commands = 0;

/** What a command comes with beside its inputs. */
export interface Saying extends Partial<Origin> {
  /** The workspace that the conversation is about. */
  readonly currentWorkspace?: string;
}

/** The actions over {@link MachineWorld}, by the one way that sentences and buttons take. */
export class CommandWorld {
  readonly machines: MachineWorld;
  readonly dispatch: Dispatch;

  private constructor(machines: MachineWorld) {
    this.machines = machines;
    const nameables = new Nameables(machines);
    this.dispatch = new Dispatch({
      ...{ actions, services: machines, now: () => machines.clock.now() },
      lookup: new Lookup(machines, nameables),
      questions: new Questions(machines, nameables),
    });
  }

  static async start(): Promise<CommandWorld> {
    return new CommandWorld(await MachineWorld.start());
  }

  async run(
    caller: Caller,
    name: string,
    given: Readonly<Record<string, string>> = {},
    { currentWorkspace, ...origin }: Saying = {},
  ): Promise<Outcome> {
    const action = actions.find((one) => one.name === name);
    if (!action) throw new Error(`There is no action ${name}.`);
    commands += 1;
    const conversation = { conversationId: 'a:researcher', serviceUrl: 'https://smba.example/emea/' };
    const usual: Context['origin'] = {
      key: `command-${commands}`,
      via: 'chat',
      conversation,
      personal: true,
      confirmed: false,
      linkTo: (path) => `https://labdesk.example${path}`,
    };
    const began = this.machines.clock.now();
    return await this.dispatch.run({ action, given, caller, currentWorkspace, origin: { ...usual, ...origin }, began });
  }

  /** The answer of a command that needs no question. */
  async answer(...command: Parameters<CommandWorld['run']>): Promise<Reply> {
    const outcome = await this.run(...command);
    if (outcome.kind !== 'answered') throw new Error(`It was not answered but ${outcome.kind}.`);
    return outcome.reply;
  }

  async stop(): Promise<void> {
    await this.machines.stop();
  }
}
