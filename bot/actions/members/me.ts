import { type MyPlace, meCard } from '../../../cards/members/me.ts';
import { defineAction } from '../action.ts';

/** More would be a read each, and nobody's card. */
const mostPlaces = 20;

/** What the directory says of whoever asks: their roles, and the trainings that their workspaces ask for. */
export const showMe = defineAction({
  name: 'member.me',
  summary: 'Show who you are and what you may do',
  phrases: [
    'who am I',
    'who am I here',
    'who am I to you',
    'tell me who I am',
    'do you know who I am',
    'my roles',
    'my role',
    'my role in {workspace}',
    'show my roles',
    'what are my roles',
    'what is my role',
    'what is my role in {workspace}',
    'which role do I have',
    'which role do I have in {workspace}',
    'which roles do I have',
    'my rights',
    'my permissions',
    'show my permissions',
    'what are my permissions',
    'what rights do I have',
    'what rights do I have in {workspace}',
    'which permissions do I have',
    'what may I do',
    'what may I do in {workspace}',
    'what am I allowed to do',
    'what am I allowed to do in {workspace}',
    'what rights have I got in {workspace}',
    'may I do anything in {workspace}',
    'am I the owner of {workspace}',
    'am I owner of {workspace}',
    'am I an administrator',
    'which rights have I got',
    'what am I here',
    'am I an owner',
    'am I an owner of {workspace}',
    'am I an admin',
    'am I a reviewer',
    'do I have admin rights',
    'is my training valid',
    'is my training still valid',
    'until when is my training valid',
    'do I have a training',
  ],
  readOnly: true,
  workspace: 'none',
  inputs: {},

  async run(_values, { caller, services, now }) {
    const all = await services.workspaces.list(caller);
    const mine = all.filter(({ id }) => caller.roles.workspaces.has(id));
    const places = mine.slice(0, mostPlaces).map(
      async (workspace): Promise<MyPlace> => ({
        workspace,
        role: caller.roles.workspaces.get(workspace.id)!,
        training: await services.trainings.standing(workspace, caller.aadObjectId),
      }),
    );
    const { name, locale, roles } = caller;
    const view = { name, roles, places: await Promise.all(places), more: mine.length - places.length, locale, now };
    return { card: meCard(view), personal: true };
  },
});
