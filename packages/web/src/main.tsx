import { render } from 'preact';
import { App } from './app.tsx';
import { decodablePath } from './page/decodable-path.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/feedback.css';
import './styles/header.css';
import './styles/photos.css';
import './styles/feeds.css';
import './styles/pages.css';

const path = decodablePath(location.pathname);
if (path !== location.pathname) history.replaceState(null, '', path);

const root = document.getElementById('app');
if (!root) throw new Error('index.html lacks #app');
render(<App />, root);
