import type * as Cards from 'adaptivecards';

export interface Drawing {
  readonly samples: Readonly<Record<string, object>>;
  readonly hostConfig: object;
  /** Background and text colour of a badge, by its style. */
  readonly badges: Readonly<Record<string, readonly [string, string]>>;
}

/**
 * Runs in the page, from its source text: draws every sample. The renderer knows no Badge, which Teams has beyond
 * version 1.5, so it is drawn here; other elements of that kind show their fallback.
 */
export function drawCards({ samples, hostConfig, badges }: Drawing): void {
  const { AdaptiveCard, CardElement, GlobalRegistry, HostConfig, SerializationContext, CardObjectRegistry, Versions } =
    (globalThis as unknown as { AdaptiveCards: typeof Cards }).AdaptiveCards;

  class Badge extends CardElement {
    #json: Record<string, string> = {};

    override getJsonTypeName(): string {
      return 'Badge';
    }

    protected override internalParse(source: Record<string, string>, context: Cards.SerializationContext): void {
      super.internalParse(source, context);
      this.#json = source;
    }

    protected override internalRender(): HTMLElement {
      const [background, color] = badges[this.#json.style ?? 'Subtle'] ?? badges.Subtle ?? ['gray', 'white'];
      const element = document.createElement('span');
      element.className = 'badge';
      element.textContent = this.#json.text ?? '';
      element.style.background = background;
      element.style.color = color;
      const box = document.createElement('div');
      box.style.textAlign = this.#json.horizontalAlignment ?? '';
      box.append(element);
      return box;
    }
  }

  const elements = new CardObjectRegistry<Cards.CardElement>();
  GlobalRegistry.populateWithDefaultElements(elements);
  elements.register('Badge', Badge, Versions.v1_5);
  const gallery = document.querySelector('.cards');
  for (const [name, sample] of Object.entries(samples)) {
    const context = new SerializationContext(Versions.v1_5);
    context.setElementRegistry(elements);
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfig);
    card.parse(sample, context);
    const figure = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = name;
    // A form each, since fields of the same name in one would be one field.
    const form = document.createElement('form');
    form.append(card.render() ?? 'This card cannot be drawn.');
    figure.append(caption, form);
    gallery?.append(figure);
  }
}
