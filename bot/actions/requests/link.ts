import { linksCard } from '../../../cards/requests/links.ts';
import { requestSentences } from '../../../cards/texts/request-sentences.ts';
import { defineAction } from '../action.ts';
import { requestReply } from './answer.ts';
import { duration, request } from './inputs.ts';

const usualMinutes = 60;
const mostMinutes = 24 * 60;

export const linkRequest = defineAction({
  name: 'request.link',
  summary: 'Get the files of an approved request',
  phrases: [
    'download link',
    'link',
    'link for {request}',
    'link to {request}',
    'link {request}',
    'give me the link for {request}',
    'give me a link',
    'get the link to {request}',
    'I need the link for {request}',
    'send me the download link for {request}',
    'download {request}',
    'download link for {request}',
    'download the files of {request}',
    'download my files',
    'download the approved files',
    'where do I download {request}',
    'where do I download the files of {request}',
    'where is my download link',
    'where are the files of {request}',
    'how do I get the files of {request}',
    'how do I download {request}',
    '{request} was approved, how do I get the files',
    'get the files of {request}',
    'give me the files of {request}',
    'give me the files from {request}',
    'fetch the files of {request}',
    'fetch {request}',
    'files of {request}',
    'collect the files of {request}',
    'open the files of {request}',
    'url for {request}',
    'new link for {request}',
    'the link of {request} has expired',
    'links',
    'links for {request}',
    'links to {request}',
    'give me links',
    'give me the links for {request}',
    'give me links to {request}',
    'new links for {request}',
    'link for {request} for {duration}',
    'links for {request} for {duration}',
    'links to {request} good for {duration}',
    'my links are dead',
    'the links of {request} do not work anymore',
  ],
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
