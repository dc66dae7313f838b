using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Komandor.Web.WalletPages;

/// <summary>Keeps the web framework's own keys in memory: they protect nothing that outlives the process, and nothing of them
/// reaches the disk.</summary>
internal sealed class TransientKeys : IXmlRepository
{
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_elements)
        {
            return [.. _elements];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_elements)
        {
            _elements.Add(element);
        }
    }
}
