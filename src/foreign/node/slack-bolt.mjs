// A bot on Slack's own framework for Node. It finds FakeSlack where it would find Slack, and does there what a bot does.
// Environment: SLACK_API_URL, SLACK_BOT_TOKEN, and SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET with PORT for HTTP.
import bolt from '@slack/bolt';

const env = process.env;
const tell = (saw, more = {}) => console.log(JSON.stringify({ saw, ...more }));
const app = new bolt.App({
  token: env.SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: env.SLACK_API_URL },
  ...(env.SLACK_APP_TOKEN
    ? { socketMode: true, appToken: env.SLACK_APP_TOKEN }
    : { signingSecret: env.SLACK_SIGNING_SECRET, endpoints: '/slack/events' }),
});

app.command('/odoo', async ({ command, ack, client }) => {
  await ack();
  tell('command', { text: command.text, user: command.user_id });
  const posted = await client.chat.postMessage({
    channel: command.channel_id,
    text: `asked: ${command.text}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `asked: ${command.text}` } },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'approve', value: 'approve', text: { type: 'plain_text', text: 'Approve' } }],
      },
    ],
  });
  await client.reactions.add({ channel: posted.channel, timestamp: posted.ts, name: 'white_check_mark' });
  await client.files.uploadV2({ channel_id: posted.channel, thread_ts: posted.ts, filename: 'a.log', content: 'one line\n' });
});

app.action('approve', async ({ body, ack, client }) => {
  await ack();
  tell('button', { user: body.user.id });
  await client.chat.update({ channel: body.channel.id, ts: body.message?.ts ?? body.container.message_ts, text: 'approved', blocks: [] });
});

app.event('reaction_added', async ({ event, client }) => {
  const { message } = await client.reactions.get({ channel: event.item.channel, timestamp: event.item.ts, full: true });
  tell('reaction', { user: event.user, name: event.reaction, reread: message.reactions });
  await client.chat.postMessage({ channel: event.item.channel, thread_ts: event.item.ts, text: `vote of <@${event.user}>` });
});

app.event('app_mention', async ({ event }) => tell('mention', { text: event.text, thread: event.thread_ts }));

app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({
    user_id: event.user,
    view: { type: 'home', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'home' } }] },
  });
  tell('home', { user: event.user });
});

app.shortcut('thread_action', async ({ shortcut, ack, client }) => {
  await ack();
  await client.views.open({
    trigger_id: shortcut.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'asked',
      title: { type: 'plain_text', text: 'Ask' },
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [
        {
          type: 'input',
          block_id: 'command',
          label: { type: 'plain_text', text: 'Command' },
          element: { type: 'plain_text_input', action_id: 'command' },
        },
      ],
    },
  });
  tell('shortcut', { thread: shortcut.message.thread_ts ?? shortcut.message.ts });
});

app.view('asked', async ({ ack, view }) => {
  await ack();
  tell('submission', { values: view.state.values });
});

app.error(async (error) => tell('error', { message: String(error), data: error.original?.data ?? error.data }));

await app.start(env.PORT ? Number(env.PORT) : undefined);
tell('started');
