const words = (text: string): string[] => text.trim().split(/\s+/u);

/**
 * Names for made-up people: common Finnish ones, put together at random. Left out are surnames and
 * first names of people the source documents name, so that no pair of them can come up.
 */
export const SURNAMES: readonly string[] = words(`
Aalto Ahonen Alanen Anttila Eerola Eskola Haapala Hakala Harju Hautala Heino Hietala Hiltunen
Holopainen Ikonen Isotalo Jaakkola Jokela Junttila Jussila Kallio Kangas Karjala Karvonen
Kauppila Kemppainen Ketola Kivelä Koivula Kokko Kosonen Kujala Laaksonen Lahti Lampinen Lehtola
Lepistö Linna Luoma Majuri Manninen Mattila Moilanen Mustonen Myllymäki Mäkelä Niemelä Nikula
Nurmi Ojala Ollila Orava Partanen Peltola Pitkänen Pohjola Puro Rajala Ranta Rautio Rinne
Ruotsalainen Saari Salmela Salo Savola Seppälä Sillanpää Suominen Takala Toivola Tolonen
Tuominen Uotila Vainio Vanhatalo Vesala Viitala Virta Väisänen Yliaho Ylönen Äijälä Ölander
`);

/** First names given to girls and women. */
export const WOMEN: readonly string[] = words(`
Aada Aila Aino Anja Anneli Annika Eeva Elina Elisa Ella Emilia Emma Enni Eveliina Hanna Heidi
Helena Helmi Hilja Iida Inka Irja Jenni Johanna Kaarina Kaisa Kerttu Kirsi Laura Leena Liisa
Lumi Maria Marja Meri Minna Mirja Noora Oona Outi Paula Pirkko Raija Riikka Ritva Saana Saara
Seija Siiri Sofia Sointu Taina Terttu Tiina Tuula Tyyne Ulla Vieno Vilma Ässi
`);

/** First names given to boys and men. */
export const MEN: readonly string[] = words(`
Aarne Aatu Ahti Aleksi Antero Antti Arttu Eemeli Eero Eetu Eino Elias Erkki Esa Hannu Harri
Heikki Ilkka Ilmari Jaakko Jari Jesse Joni Jouni Juhani Jukka Kalevi Kari Kimmo Lauri Leevi Leo
Markku Matti Mika Niilo Oiva Olavi Onni Otto Paavo Pekka Pentti Petri Reijo Risto Sami Seppo
Sulo Tapio Teemu Timo Toivo Tuomas Urho Veikko Vesa Viljo Väinö Örni
`);

/** Streets that are nowhere, so that no address is anybody's. */
export const STREETS: readonly string[] = words(`
Esimerkkikatu Harjoituskuja Kokeilupolku Koulutustie Mallikatu Näytetie Opastuskuja Otoskatu
Seposteentie Tuokiokatu
`);

/** What notes and texts are made of: general sentences about nobody. */
export const SENTENCES: readonly string[] = [
  'Keskusteltiin arjen sujumisesta ja rahankäytöstä.',
  'Sovittiin uusi aika kahden viikon päähän.',
  'Asiakas kertoi asumistilanteesta ja vuokrarästistä.',
  'Käytiin läpi suunnitelma ja seuraavat askeleet.',
  'Ohjattiin ottamaan yhteyttä velkaneuvontaan.',
  'Täytettiin yhdessä hakemus.',
  'Tilanne on vakaa, tuki jatkuu entisellään.',
  'Pyydettiin lausunto yhteistyötaholta.',
  'Asiakas toivoi lisää tukea lasten hoitoon.',
  'Vointi on kohentunut ja palaamme asiaan kuukauden päästä.',
];
