import { cssStringFromTheme, darkTheme, lightTheme, type Theme } from '@rainbow-me/rainbowkit';

/** RainbowKit in the colours of `design/tokens.css`; it wants values, not CSS variables, for some of them. */
const shape = { borderRadius: 'medium', fontStack: 'system', overlayBlur: 'small' } as const;

/** `--sans` of the tokens. */
const fonts = { body: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" };

const lightColours = lightTheme({ ...shape, accentColor: '#1e5a46', accentColorForeground: '#fffdf7' });
const darkColours = darkTheme({ ...shape, accentColor: '#7fcfae', accentColorForeground: '#0d1712' });

const rainbowTheme = {
  lightMode: { ...lightColours, fonts, colors: { ...lightColours.colors, modalBackground: '#fffdf7' } },
  darkMode: { ...darkColours, fonts, colors: { ...darkColours.colors, modalBackground: '#1a2520' } },
} satisfies Theme;

/** RainbowKit's own way is a `<style>` element, which the page's Content-Security-Policy does not allow. */
export function adoptRainbowTheme(): void {
  const { lightMode, darkMode } = rainbowTheme;
  const dark = cssStringFromTheme(darkMode);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `[data-rk] { ${cssStringFromTheme(lightMode)} }
     @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) [data-rk] { ${dark} } }
     :root[data-theme="dark"] [data-rk] { ${dark} }`,
  );
  document.adoptedStyleSheets.push(sheet);
}
