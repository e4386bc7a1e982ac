// A bot on discord.js. It finds FakeDiscord where it would find Discord: REST at DISCORD_API_URL, the gateway at the address that
// GET /gateway/bot tells. Environment: DISCORD_API_URL (…/api), DISCORD_BOT_TOKEN.
import { ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, Events, GatewayIntentBits, Partials } from 'discord.js';

const env = process.env;
const tell = (saw, more = {}) => console.log(JSON.stringify({ saw, ...more }));
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageReactions],
  partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
  rest: { api: env.DISCORD_API_URL },
  allowedMentions: { parse: [] },
});

const approve = new ActionRowBuilder().addComponents(
  new ButtonBuilder().setCustomId('approve').setLabel('Approve').setStyle(ButtonStyle.Primary),
);

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    tell('autocomplete', { typed: interaction.options.getFocused() });
    await interaction.respond([{ name: 'sale_custom', value: 'sale_custom' }]);
  } else if (interaction.isChatInputCommand()) {
    await interaction.deferReply({ flags: 64 });
    tell('command', { name: interaction.commandName, user: interaction.user.id });
    const card = await interaction.channel.send({ content: 'asked', components: [approve] });
    await card.react('✅');
    const thread = await card.startThread({ name: 'asked' });
    await thread.send({ content: 'in the thread', files: [{ attachment: Buffer.from('one line\n'), name: 'a.log' }] });
    await interaction.editReply('taken');
  } else if (interaction.isButton()) {
    await interaction.deferUpdate();
    tell('button', { user: interaction.user.id });
    await interaction.message.edit({ content: 'approved', components: [] });
  }
});

client.on(Events.MessageReactionAdd, async (reaction, user) => {
  const users = await reaction.message.reactions.resolve(reaction.emoji.name)?.users.fetch();
  tell('reaction', { user: user.id, name: reaction.emoji.name, reread: users ? [...users.keys()] : [] });
});
client.on(Events.MessageReactionRemove, (reaction, user) => tell('unreaction', { user: user.id, name: reaction.emoji.name }));
client.on(Events.MessageReactionRemoveAll, () => tell('cleared'));
client.on(Events.ShardResume, () => tell('resumed'));
client.on(Events.ShardDisconnect, (event) => tell('disconnected', { code: event.code }));
client.on(Events.Error, (error) => tell('error', { message: String(error), method: error?.method, url: error?.url }));
process.on('unhandledRejection', (error) => tell('error', { message: String(error), method: error?.method, url: error?.url }));

client.once(Events.ClientReady, async () => {
  await client.application.commands.set([
    {
      name: 'odoo',
      description: 'Operate Odoo',
      options: [{ type: 3, name: 'module', description: 'Module', autocomplete: true }],
    },
  ]);
  tell('started', { guilds: client.guilds.cache.size });
});
await client.login(env.DISCORD_BOT_TOKEN);
