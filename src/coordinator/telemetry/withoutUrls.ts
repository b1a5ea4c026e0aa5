/** A URL with more than a host. What comes after it may be a key, and what comes before it a password. */
const URL_WITH_HOST = /\b([a-z][a-z\d+.-]*:\/\/)(?:[^\s"'<>\\/@]*@)?([^\s"'<>\\/?#@]+)[/?#][^\s"'<>\\]*/gi;
const PASSWORD = /\b([a-z][a-z\d+.-]*:\/\/)[^\s"'<>\\/@]*@/gi;

/** A text with every URL cut to its origin: providers put a customer's key in the path. */
export const withoutUrls = (text: string): string =>
  text.replace(URL_WITH_HOST, '$1$2').replace(PASSWORD, '$1');
