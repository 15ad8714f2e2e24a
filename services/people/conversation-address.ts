/** What it takes to say something in a conversation later, or to follow something there on one card. */
export interface ConversationAddress {
  readonly conversationId: string;
  readonly serviceUrl: string;
  /** The card to change in its place, where it stands already; of a card still to be posted it is in PostedCards later. */
  readonly activityId?: string;
}
