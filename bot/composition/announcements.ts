import { AnnouncementDelivery } from '../../services/announcements/announcement-delivery.ts';
import { AnnouncementNotes } from '../../services/announcements/announcement-notes.ts';
import { AnnouncementParts } from '../../services/announcements/announcement-parts.ts';
import { AnnounceNews } from '../news/announce-news.ts';
import { AnnounceTeller } from '../news/announce-teller.ts';
import type { Courier } from '../news/courier.ts';
import type { Foundation } from './foundation.ts';
import type { Rules } from './rules.ts';

/** What follows from announcements: they are told, and the admin's card says how far it is. */
export function registerAnnouncements({ store, clock, log }: Foundation, rules: Rules, courier: Courier): void {
  const { audience, effects, people, services } = rules;
  const { ledger, workspaces } = services;
  const news = new AnnounceNews({ courier, workspaces, clock, log });
  news.register(effects);
  const teller = new AnnounceTeller({ courier, people, workspaces });
  const parts = new AnnouncementParts(store, clock);
  const progress: AnnounceNews['progress'] = async (announcement) => await news.progress(announcement);
  new AnnouncementDelivery({ audience, parts, teller, progress, clock, log }).register(effects);
  new AnnouncementNotes(audience, ledger).register(effects);
}
