import { connectCard } from '../../../cards/machines/connect.ts';
import { machineCard } from '../../../cards/machines/machine.ts';
import { texts } from '../../../cards/texts.ts';
import { defineAction } from '../action.ts';
import { machineInput } from './input.ts';

export const connectMachine = defineAction({
  name: 'machine.connect',
  summary: 'Get the file that connects you to a machine',
  phrases: [
    'connect',
    'connect to {machine}',
    'connect me to {machine}',
    'connect to machine',
    'connect to my machine',
    'remote desktop',
    'remote desktop to {machine}',
    'remote desktop file for {machine}',
    'rdp',
    'rdp {machine}',
    'rdp file for {machine}',
    'log in to {machine}',
    'log on to {machine}',
    'sign in to {machine}',
    'get into {machine}',
    'how do I get into {machine}',
    'let me into {machine}',
    'open {machine}',
    'open a session on {machine}',
    'access {machine}',
    'I want to work on {machine}',
    'work on {machine} remotely',
    'get me on {machine}',
    'open a remote desktop on {machine}',
    'link to {machine}',
    'enter {machine}',
    'how can I reach {machine}',
    'remote into {machine}',
    'log me in',
    'how do I connect',
    'join {machine}',
    'take me to {machine}',
    'go to {machine}',
    'give me access to {machine}',
    'start a remote session on {machine}',
    'start remote desktop',
    'I need to get on {machine}',
    'use remote desktop on {machine}',
    'open session {machine}',
    'I want to use remote desktop',
  ],
  permission: 'machine.connect',
  workspace: 'needed',
  inputs: { machine: machineInput },

  async run({ machine: name }, { caller, workspace, services, origin, now }) {
    const machine = await services.machines.get(caller, workspace, name);
    if (machine.state !== 'Started') {
      const note = machine.state === 'Starting' ? '' : texts.machine.connect.notStarted(machine.name);
      return { card: machineCard(machine, now, note) };
    }
    const { token, host } = await services.connections.open(caller, workspace, name, origin);
    const card = connectCard(machine, { url: origin.linkTo(`/connect/${token}`), host });
    return { card, personal: true, ownChat: texts.machine.connect.ownChat };
  },
});
