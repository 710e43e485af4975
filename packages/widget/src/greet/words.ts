/** The name of the button that closes a greeting, by language: nothing can be fetched here. */
const closeWords: Readonly<Record<string, string>> = {
  ar: 'إغلاق',
  de: 'Schließen',
  en: 'Close',
  es: 'Cerrar',
  fr: 'Fermer',
  he: 'סגירה',
  it: 'Chiudi',
  ja: '閉じる',
  nl: 'Sluiten',
  pl: 'Zamknij',
  pt: 'Fechar',
  zh: '关闭',
};

/** That name in a language, else in English. */
export const closeWord = (language: string): string => closeWords[language] ?? closeWords['en'] ?? '';
