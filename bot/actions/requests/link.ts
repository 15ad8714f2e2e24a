import { linksCard } from '../../../cards/requests/links.ts';
import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineAction } from '../action.ts';
import { requestReply } from './answer.ts';
import { duration, request } from './inputs.ts';
import { requestPhrases } from './phrases.ts';

const usualMinutes = 60;
const mostMinutes = 24 * 60;

export const linkRequest = defineAction({
  name: 'request.link',
  summary: 'Get the files of an approved request',
  phrases: requestPhrases['request.link'],
  permission: 'request.open',
  workspace: 'needed',
  inputs: { request, duration },

  async run({ request: name, duration: minutes }, context) {
    const { caller, services, origin } = context;
    const found = await services.requests.get(caller, name);
    const isTheirs = found.author.aadObjectId === caller.aadObjectId;
    const isThere = found.state === 'approved' && found.use !== 'machines';
    if (!isTheirs || !isThere)
      return { ...requestReply(found, context, requestSentences.noLinks(found, isTheirs)), posted: undefined };
    const wanted = Math.min(Math.max(Number(minutes ?? usualMinutes), 1), mostMinutes);
    const { links, validUntil } = await services.fileLinks.open(found, caller, wanted, {
      key: origin.key,
      via: origin.via,
    });
    const urls = links.map(({ path, bytes, token }) => ({ path, bytes, url: origin.linkTo(`/files/${token}`) }));
    return { card: linksCard(found, urls, validUntil), personal: true };
  },
});
