-- Photographers by agency in the demo newsroom's articles, with a caption each.
select agency.name as agency,
       photographer.name as photographer,
       count(*) as photos,
       min(captions.caption) as a_caption
from news.captions
join news.articles on articles.id = captions.article_id
join news.sources on sources.id = articles.source_id and starts_with(sources.domain, '127.0.0.1')
join news.credits as taken on taken.caption_id = captions.id and taken.role = 'photographer'
join news.agents as photographer on photographer.id = taken.agent_id
join news.credits as owned on owned.caption_id = captions.id and owned.role = 'agency'
join news.agents as agency on agency.id = owned.agent_id
group by agency.name, photographer.name
order by agency.name, photos desc, photographer.name;
