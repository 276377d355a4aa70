/* An element whose content comes as markup of the server's, which writes all text of articles as text. */
window.framing_static = {
  Static: function (given) {
    return window.React.createElement(given.tag, Object.assign({}, given.attributes, {
      dangerouslySetInnerHTML: { __html: given.markup }
    }));
  }
};
