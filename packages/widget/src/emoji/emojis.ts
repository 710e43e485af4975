import type words from '../words/emoji/en.json';

/** What an emoji can be searched by: a line of words in every language. */
export type Term = keyof (typeof words)['terms'];
/** The kinds they stand under. */
export type Kind = Exclude<keyof (typeof words)['groups'], 'recent' | 'found'>;
type Rows = readonly (readonly [term: Term, emojis: string])[];

/**
 * The emojis, by kind and by what they are about. They are a choice: what people say in a shop’s chat, and none so new that
 * an older phone draws a box. None has a name here: screen readers know their names, in the reader’s own language.
 */
export const emojis: Readonly<Record<Kind, Rows>> = {
  faces: [
    ['happy', '😀 😃 😄 😁 😊 🙂 ☺️'],
    ['laughing', '😆 😅 🤣 😂'],
    ['silly', '😉 😜 😝 🤪 🙃 😏'],
    ['love', '😍 🥰 😘 😗 😻'],
    ['cool', '😎 🤩 🤠'],
    ['hug', '🤗'],
    ['calm', '😌 😇'],
    ['tasty', '😋 🤤'],
    ['party', '🥳'],
    ['thinking', '🤔 🧐 🤨'],
    ['quiet', '😐 😑 😶 🙄 🤫 🤐'],
    ['surprised', '😮 😯 😲 😳 🤯'],
    ['sad', '🙁 😞 😔 😟 😕'],
    ['crying', '😢 😭 🥺 😥'],
    ['tired', '😴 😪 😩 😫 🥱'],
    ['ill', '🤒 🤕 🤧 🤢 😷'],
    ['afraid', '😨 😰 😱 😬'],
    ['angry', '😠 😡 😤'],
    ['hot', '🥵'],
    ['frozen', '🥶'],
  ],
  people: [
    ['yes', '👍 👌 ✅'],
    ['no', '👎 ❌ 🚫'],
    ['thanks', '🙏'],
    ['greeting', '👋'],
    ['applause', '👏 🙌'],
    ['luck', '🤞 🍀 ✌️'],
    ['pointing', '👉 👈 👆 👇 ☝️'],
    ['strong', '💪 👊 ✊'],
    ['agreement', '🤝'],
    ['shrug', '🤷'],
    ['eyes', '👀'],
    ['person', '👩 👨 👵 👴 👧 👦 👶 👪'],
  ],
  signs: [
    ['heart', '❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💕 💖 💝 💔'],
    ['star', '⭐ 🌟 ✨'],
    ['fire', '🔥 💯'],
    ['question', '❓ ❔'],
    ['important', '❗ ⚠️'],
    ['idea', '💡'],
    ['music', '🎵 🎶'],
    ['arrow', '➡️ ⬅️ ⬆️ ⬇️ 🔄'],
    ['colour', '🔴 🟠 🟡 🟢 🔵 🟣 🟤 ⚫ ⚪'],
  ],
  nature: [
    ['dog', '🐶 🐕'],
    ['cat', '🐱 🐈'],
    ['animal', '🐰 🐻 🐼 🦊 🦁 🐵 🐴 🐷 🐮 🐸 🦄'],
    ['bird', '🐦 🐥 🦉'],
    ['fish', '🐟 🐬 🐳'],
    ['insect', '🐝 🦋 🐞'],
    ['flower', '🌸 🌹 🌻 🌷 💐'],
    ['plant', '🌱 🌿 🍂 🌳 🌲 🌴 🌵'],
    ['sun', '☀️ 🌞 ⛅'],
    ['night', '🌙 🌝'],
    ['rain', '☔ ⛈️ ☁️ 🌈'],
    ['snow', '❄️ ⛄'],
    ['earth', '🌍 🌎 🌏'],
    ['water', '💧 🌊'],
  ],
  food: [
    ['coffee', '☕ 🍵'],
    ['drink', '🥛 🥤 🍺 🍷 🥂 🍹'],
    ['fruit', '🍎 🍌 🍊 🍋 🍓 🍇 🍉 🍒 🍑 🥝'],
    ['vegetable', '🥕 🍅 🥔 🥦 🌽 🥑 🥗'],
    ['bread', '🍞 🥐 🥨 🧀'],
    ['meal', '🍕 🍔 🍟 🍝 🍜 🍣 🍲 🍳 🍗'],
    ['cake', '🎂 🍰 🧁 🍪 🍩'],
    ['sweet', '🍫 🍬 🍦 🍯'],
  ],
  things: [
    ['parcel', '📦 🚚 📫'],
    ['shopping', '🛒 🛍️ 🏬'],
    ['money', '💶 💵 💷 💳 💰 🧾'],
    ['gift', '🎁 🎀'],
    ['mail', '📧 ✉️ 📨'],
    ['phone', '📱 📞 ☎️'],
    ['computer', '💻 🖥️ ⌨️ 🖨️'],
    ['camera', '📷 📸'],
    ['clothes', '👕 👖 👗 👔 🧥 🧦 🧤 🧣'],
    ['shoe', '👟 👞 👠 🥾'],
    ['bag', '👜 🎒 🧳'],
    ['jewellery', '💍 💎 ⌚ 👓 🧢 👒'],
    ['home', '🏠 🛋️ 🛏️ 🪑 🚪'],
    ['kitchen', '🍽️ 🍴 🔪'],
    ['tool', '🔧 🔨 ✂️ 📏'],
    ['key', '🔑 🔒'],
    ['time', '⏰ ⏳ 📅'],
    ['paper', '📄 📝 📎 ✏️ 📚'],
    ['search', '🔍'],
    ['power', '🔋 🔌'],
    ['bell', '🔔'],
    ['care', '💊 💄 🧴 🧼 🗑️'],
    ['toy', '🧸 🎮 🧩'],
  ],
  out: [
    ['car', '🚗 🚕'],
    ['bike', '🚲 🛵'],
    ['train', '🚆 🚌 🚇'],
    ['flight', '✈️ 🚀 🚢 ⛵'],
    ['city', '🏢 🏫 🏥'],
    ['holiday', '🏖️ 🏝️ ⛺ ⛰️'],
    ['place', '📍 🗺️ 🧭'],
    ['party', '🎉 🎊 🎈'],
    ['season', '🎄 🎅 🐣 🎃'],
    ['sport', '⚽ 🏀 🎾 🏃 🏊 🚴'],
    ['winner', '🏆 🥇 🏅'],
    ['stage', '🎸 🎹 🎧 🎬 🎨'],
  ],
};

/** The kinds, in the order they are shown. */
export const kinds = Object.keys(emojis) as Kind[];

/** The emojis of one kind, or of some of its rows. */
export const emojisIn = (rows: Rows): string[] => rows.flatMap(([, each]) => each.split(' '));
