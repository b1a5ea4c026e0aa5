/** See `warmIntl`. Which locale is asked for makes no difference. */
new Intl.NumberFormat('en');
new Intl.PluralRules('en');
new Intl.DateTimeFormat('en');
new Intl.ListFormat('en');
close();
