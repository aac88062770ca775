<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:a="http://www.w3.org/2005/Atom" exclude-result-prefixes="a">
  <xsl:output method="html" encoding="utf-8" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <xsl:variable name="title" select="(a:feed/a:title | a:entry/a:title | rss/channel/title)[1]"/>
    <html lang="{(*/@xml:lang | rss/channel/language)[1]}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="$title"/></title>
        <style>
          body { margin: 0 auto; max-inline-size: 42rem; padding: 1.5rem; font: 1.0625rem/1.55 Georgia, serif; }
          header { border-block-end: 3px double; margin-block-end: 1.5rem; padding-block-end: 1rem; }
          h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 .25rem; }
          h2 { font-size: 1.25rem; line-height: 1.25; margin: 0; }
          p { margin: .25rem 0; overflow-wrap: anywhere; }
          ol { list-style: none; margin: 0; padding: 0; }
          li { border-block-end: 1px solid; padding-block: 1rem; }
          .small { font: .875rem/1.5 system-ui, sans-serif; }
        </style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="$title"/></h1>
          <p><xsl:value-of select="a:feed/a:subtitle | rss/channel/description"/></p>
          <p class="small">
            <a href="{(a:feed/a:link[@rel='alternate']/@href | a:entry/a:link[@rel='alternate']/@href | rss/channel/link)[1]}">
              <xsl:value-of select="(a:feed/a:link[@rel='alternate']/@href | a:entry/a:link[@rel='alternate']/@href | rss/channel/link)[1]"/>
            </a>
          </p>
          <p class="small">This is a feed. Copy its address into a feed reader to follow what is published here.</p>
        </header>
        <main>
          <ol>
            <xsl:apply-templates select="a:feed/a:entry | a:entry | rss/channel/item"/>
          </ol>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="a:entry">
    <li>
      <h2><a href="{a:link[@rel='alternate']/@href}"><xsl:value-of select="a:title"/></a></h2>
      <p class="small">
        <xsl:value-of select="a:author[1]/a:name"/> · <xsl:value-of select="substring(a:published, 1, 10)"/>
      </p>
      <xsl:if test="a:summary"><p><xsl:value-of select="a:summary"/></p></xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="item">
    <li>
      <h2><a href="{link}"><xsl:value-of select="title"/></a></h2>
      <p class="small"><xsl:value-of select="pubDate"/></p>
      <xsl:if test="description"><p><xsl:value-of select="description"/></p></xsl:if>
    </li>
  </xsl:template>
</xsl:stylesheet>
