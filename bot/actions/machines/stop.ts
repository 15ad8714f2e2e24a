import { defineAction } from '../action.ts';
import { commandOf, operate } from './answer.ts';
import { confirmOperation } from './confirm.ts';
import { nightReply } from './ghost-reply.ts';
import { machineInput } from './input.ts';

/** Where the card of a night was pressed, which is to stay. */
const from = {
  kind: 'choice',
  ask: 'From which card?',
  label: 'Card',
  optional: true,
  choices: { unused: ['from the card of a night'] },
} as const;
const unusedId = /^([^/]+)\/unused\.(.+)$/;

export const stopMachine = defineAction({
  name: 'machine.stop',
  summary: 'Stop a machine, so that it costs nothing',
  phrases: [
    'stop machine',
    'stop',
    'stop {machine}',
    'stop machine {machine}',
    'turn off {machine}',
    'shut down {machine}',
    'kill {machine}',
    'deallocate {machine}',
    '{machine} off',
    'done with {machine}',
    'I am finished with {machine}',
    'I do not need {machine} anymore',
    'I no longer need {machine}',
    '{machine} is not needed anymore',
    '{machine} can be stopped',
    '{machine} can go off',
    'nobody is using {machine}, stop it',
    'turn off my machine',
    'I am done with my machine',
    'put {machine} to sleep',
    'send {machine} to sleep',
    'free up {machine}',
    'stop it',
    'stop using {machine}',
    '{machine} should be stopped',
    '{machine} needs to be stopped',
    'I am done for today, stop {machine}',
    'close {machine}',
    'shut {machine}',
    'close down {machine}',
    'end {machine}',
    'I do not need {machine} now, turn it off',
    '{machine} is idle, stop it',
    'get {machine} stopped',
    'I am not using {machine} anymore',
    'I do not use {machine} anymore',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput, from },
  target(id): Readonly<Record<string, string>> {
    const [, place = '', unused] = unusedId.exec(id) ?? [];
    if (unused) return { workspace: place, machine: `${place}/${unused}`, from: 'unused' };
    const [workspace = '', name] = id.split('/');
    return name ? { workspace, machine: id } : { machine: workspace };
  },

  async confirm({ machine, from: card }, context) {
    return await confirmOperation('stop', machine, context, card && `${card}.`);
  },

  async run({ machine, from: card }, context) {
    const { caller, services, workspace, origin } = context;
    const command = commandOf(context);
    if (!card) return await operate(machine, context, services.machines.stop(caller, workspace, machine, command));
    // The card of the night stays where it is, so how the stop goes is told on another.
    const { activityId: _, ...follower } = command.follower;
    const stopping = services.machines.stop(caller, workspace, machine, { ...command, follower });
    const reply = await operate(machine, context, stopping);
    const isBegun = await stopping.then(
      () => true,
      () => false,
    );
    if (!isBegun) return reply;
    const key = `${origin.key}/night`;
    const stopped = await services.ghosts.stopped(caller, workspace, machine, { key, via: origin.via });
    return (await nightReply(stopped, context)) ?? reply;
  },
});
