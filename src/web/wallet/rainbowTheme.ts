import { cssStringFromTheme, darkTheme, lightTheme, type Theme } from '@rainbow-me/rainbowkit';

/** RainbowKit in the colours of `design/tokens.css`; it wants values, not CSS variables, for some of them. */
const shape = { borderRadius: 'medium', fontStack: 'system', overlayBlur: 'small' } as const;

/** `--sans` of the tokens. */
const fonts = { body: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" };

const light = lightTheme({ ...shape, accentColor: '#1e5a46', accentColorForeground: '#fffdf7' });
const dark = darkTheme({ ...shape, accentColor: '#7fcfae', accentColorForeground: '#0d1712' });

const rainbowTheme = {
  lightMode: { ...light, fonts, colors: { ...light.colors, modalBackground: '#fffdf7' } },
  darkMode: { ...dark, fonts, colors: { ...dark.colors, modalBackground: '#1a2520' } },
} satisfies Theme;

/** RainbowKit's own way is a `<style>` element, which the page's Content-Security-Policy does not allow. */
export function adoptRainbowTheme(): void {
  const { lightMode, darkMode } = rainbowTheme;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `[data-rk] { ${cssStringFromTheme(lightMode)} }
     @media (prefers-color-scheme: dark) { [data-rk] { ${cssStringFromTheme(darkMode)} } }`,
  );
  document.adoptedStyleSheets.push(sheet);
}
