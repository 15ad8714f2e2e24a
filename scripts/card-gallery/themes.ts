/** Colours of Teams' cards: a word's colour, and behind badges and buttons. */
interface Palette {
  readonly page: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
  readonly badge: Readonly<Record<'Good' | 'Warning' | 'Attention' | 'Subtle' | 'Accent', readonly [string, string]>>;
  readonly primary: string;
  readonly destructive: string;
}

export const palettes = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    line: '#e0e0e0',
    text: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    good: '#237b4b',
    warning: '#835c00',
    attention: '#c4314b',
    badge: {
      Good: ['#13a10e', '#ffffff'],
      Warning: ['#fde300', '#242424'],
      Attention: ['#c50f1f', '#ffffff'],
      Subtle: ['#e6e6e6', '#424242'],
      Accent: ['#5b5fc7', '#ffffff'],
    },
    primary: '#5b5fc7',
    destructive: '#c50f1f',
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    line: '#525252',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#9299f7',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9526b',
    badge: {
      Good: ['#107c10', '#ffffff'],
      Warning: ['#fde300', '#242424'],
      Attention: ['#c50f1f', '#ffffff'],
      Subtle: ['#424242', '#d6d6d6'],
      Accent: ['#5b5fc7', '#ffffff'],
    },
    primary: '#5b5fc7',
    destructive: '#c50f1f',
  },
} as const satisfies Record<string, Palette>;

export type Theme = keyof typeof palettes;

/** What the renderer needs to draw as Teams does. */
export function hostConfig(theme: Theme): object {
  const palette = palettes[theme];
  const color = (shade: string) => ({ default: shade, subtle: palette.subtle });
  const foregroundColors = {
    default: color(palette.text),
    accent: color(palette.accent),
    good: color(palette.good),
    warning: color(palette.warning),
    attention: color(palette.attention),
  };
  return {
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    containerStyles: {
      default: { backgroundColor: palette.card, foregroundColors },
      emphasis: { backgroundColor: palette.page, foregroundColors },
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    factSet: { title: { weight: 'bolder' }, value: {}, spacing: 12 },
    inputs: {
      label: { inputSpacing: 'small', requiredInputs: { weight: 'bolder' }, optionalInputs: { weight: 'bolder' } },
    },
  };
}

export function styleSheet(theme: Theme): string {
  const { page, card, line, text, subtle, primary, destructive } = palettes[theme];
  return `
    body { margin: 24px; background: ${page}; color: ${text}; font: 14px 'Segoe UI', 'Open Sans', 'Noto Sans', 'Liberation Sans', sans-serif; }
    .cards { column-width: var(--card-width); column-gap: 24px; }
    figure { break-inside: avoid; margin: 0 0 24px; }
    figcaption { color: ${subtle}; font-size: 12px; margin: 0 0 6px; }
    .ac-adaptiveCard { border: 1px solid ${line}; border-radius: 6px; outline: none; }
    .ac-pushButton { background: ${card}; color: ${text}; border: 1px solid ${line}; border-radius: 4px; padding: 6px 12px; font: 600 14px 'Segoe UI', 'Open Sans', 'Noto Sans', 'Liberation Sans', sans-serif; }
    .ac-pushButton.style-positive { background: ${primary}; border-color: ${primary}; color: #fff; }
    .ac-pushButton.style-destructive { background: ${destructive}; border-color: ${destructive}; color: #fff; }
    .ac-input { background: ${page}; color: ${text}; border: 1px solid ${line}; border-radius: 4px; padding: 6px 10px; font: inherit; width: 100%; box-sizing: border-box; }
    .ac-actionSet > div, .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
    .badge { display: inline-block; border-radius: 10px; padding: 2px 8px; font-size: 12px; font-weight: 600; line-height: 16px; white-space: nowrap; }
  `;
}
