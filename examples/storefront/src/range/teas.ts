import type { Ground } from '../pictures/canvas.ts';
import type { Motif } from '../pictures/motifs.ts';
import type { RangeProduct } from './product.ts';

type Brew = { from: string; water: string; steep: string };
type Tea = Pick<RangeProduct, 'id' | 'title' | 'line' | 'text'> & {
  brew: Brew;
  tin: { ground: Ground; colour: string; motif: Motif };
  /** Cents and stock of 50 g, 100 g and 250 g. */
  prices: readonly [number, number, number];
  stock: readonly [number, number, number];
};

const weights = ['50 g', '100 g', '250 g'] as const;

const tea = ({ brew, tin, prices, stock, ...words }: Tea): RangeProduct => ({
  ...words,
  shelf: 'tea',
  facts: [
    ['From', brew.from],
    ['Water', brew.water],
    ['Steep', brew.steep],
  ],
  look: { shape: 'tin', ...tin },
  variants: weights.map((label, index) => ({ label, price: prices[index] ?? 0, stock: stock[index] ?? 0 })),
});

/** Ten teas, each in a tin of three sizes. */
export const teas: readonly RangeProduct[] = [
  tea({
    id: 'harbour-breakfast',
    title: 'Harbour Breakfast',
    line: 'Malty black blend, made for milk',
    text: 'Second-flush Assam for body, Kenyan highland tea for a bright edge. Strong enough for a grey morning at the quay, round enough to drink without milk.',
    brew: { from: 'Assam and Kericho', water: '100 °C', steep: '3 to 4 min' },
    tin: { ground: 'sand', colour: '#8c3f2b', motif: 'sun' },
    prices: [590, 990, 2190],
    stock: [40, 62, 18],
  }),
  tea({
    id: 'ledger-street-earl-grey',
    title: 'Ledger Street Earl Grey',
    line: 'Ceylon with oil of Calabrian bergamot',
    text: 'A clear high-grown Ceylon, scented with pressed bergamot and nothing else. Dry, fragrant, without the perfume counter.',
    brew: { from: 'Dimbula, Sri Lanka', water: '95 °C', steep: '3 min' },
    tin: { ground: 'butter', colour: '#2f4a63', motif: 'citrus' },
    prices: [690, 1190, 2590],
    stock: [35, 50, 12],
  }),
  tea({
    id: 'pinewood-lapsang',
    title: 'Pinewood Lapsang',
    line: 'Smoked over pine, gently',
    text: 'Small leaves dried above pine embers in Fujian. More camp-fire in the distance than bonfire: there is sweetness behind the smoke.',
    brew: { from: 'Tongmu, Fujian', water: '95 °C', steep: '3 min' },
    tin: { ground: 'mist', colour: '#3f4442', motif: 'smoke' },
    prices: [790, 1390, 2990],
    stock: [22, 19, 0],
  }),
  tea({
    id: 'hillside-first-flush',
    title: 'Hillside First Flush',
    line: 'Spring Darjeeling, light and floral',
    text: 'Picked in the last week of March from one steep garden above Kurseong. Muscatel, green almond, and a finish that stays.',
    brew: { from: 'Kurseong, Darjeeling', water: '85 °C', steep: '2 to 3 min' },
    tin: { ground: 'sage', colour: '#7c7a2e', motif: 'hills' },
    prices: [1190, 2190, 4990],
    stock: [16, 14, 5],
  }),
  tea({
    id: 'uji-sencha',
    title: 'Uji Sencha',
    line: 'Steamed green tea, deep and sweet',
    text: 'Shaded for ten days before the first harvest, then steamed and rolled to needles. Tastes of spring peas, sea air and cream.',
    brew: { from: 'Uji, Kyoto', water: '70 °C', steep: '60 to 90 s' },
    tin: { ground: 'sage', colour: '#40643f', motif: 'needles' },
    prices: [1090, 1990, 4490],
    stock: [28, 24, 8],
  }),
  tea({
    id: 'toasted-rice-genmaicha',
    title: 'Toasted Rice Genmaicha',
    line: 'Green tea with popped brown rice',
    text: 'Half bancha, half rice roasted until the first grains pop. Warm, nutty, low in caffeine: the tea for after lunch.',
    brew: { from: 'Shizuoka', water: '80 °C', steep: '90 s' },
    tin: { ground: 'butter', colour: '#8a6a1f', motif: 'grains' },
    prices: [690, 1190, 2590],
    stock: [33, 41, 11],
  }),
  tea({
    id: 'night-jasmine-pearls',
    title: 'Night Jasmine Pearls',
    line: 'Hand-rolled, scented over five nights',
    text: 'Green tea rolled into pearls and laid under fresh jasmine five nights in a row; the flowers are taken out each morning. Watch them open in a glass.',
    brew: { from: 'Fuding, Fujian', water: '80 °C', steep: '2 min' },
    tin: { ground: 'blush', colour: '#6a4a6e', motif: 'blossom' },
    prices: [1290, 2390, 5490],
    stock: [18, 13, 3],
  }),
  tea({
    id: 'amber-oolong',
    title: 'Amber Oolong',
    line: 'Roasted Tie Guan Yin',
    text: 'Half-oxidised leaves, roasted over charcoal in three rounds. Toffee, orchid and warm stone; good for six infusions.',
    brew: { from: 'Anxi, Fujian', water: '95 °C', steep: '45 s, then again' },
    tin: { ground: 'sand', colour: '#a3601f', motif: 'coil' },
    prices: [990, 1790, 3990],
    stock: [20, 17, 6],
  }),
  tea({
    id: 'garden-mint-verbena',
    title: 'Garden Mint & Verbena',
    line: 'Whole-leaf herbs, no caffeine',
    text: 'Nana mint and lemon verbena from two growers on the Elbe, cut once and dried in the shade. Clean and cool, hot or over ice.',
    brew: { from: 'Altes Land, Germany', water: '100 °C', steep: '5 to 7 min' },
    tin: { ground: 'mist', colour: '#2f6a5c', motif: 'sprig' },
    prices: [490, 850, 1850],
    stock: [45, 52, 20],
  }),
  tea({
    id: 'orange-grove-rooibos',
    title: 'Orange Grove Rooibos',
    line: 'Rooibos with peel and cinnamon',
    text: 'Long-cut rooibos with sun-dried orange peel and a little Ceylon cinnamon. No caffeine, no added aroma, and children like it.',
    brew: { from: 'Cederberg, South Africa', water: '100 °C', steep: '6 min' },
    tin: { ground: 'blush', colour: '#b4531f', motif: 'leaf' },
    prices: [490, 850, 1850],
    stock: [38, 44, 16],
  }),
];
