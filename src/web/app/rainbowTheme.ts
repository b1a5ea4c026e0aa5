import { darkTheme, lightTheme, type Theme } from '@rainbow-me/rainbowkit';

/** RainbowKit in the colours of `design/tokens.css`; it wants values, not CSS variables, for some of them. */
const shape = { borderRadius: 'medium', fontStack: 'system', overlayBlur: 'small' } as const;

/** `--sans` of the tokens. */
const fonts = { body: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" };

const light = lightTheme({ ...shape, accentColor: '#1e5a46', accentColorForeground: '#fffdf7' });
const dark = darkTheme({ ...shape, accentColor: '#7fcfae', accentColorForeground: '#0d1712' });

export const rainbowTheme = {
  lightMode: {
    ...light,
    fonts,
    colors: { ...light.colors, modalBackground: '#fffdf7', connectButtonBackground: '#fffdf7' },
  },
  darkMode: {
    ...dark,
    fonts,
    colors: { ...dark.colors, modalBackground: '#1a2520', connectButtonBackground: '#1a2520' },
  },
} satisfies Theme;
