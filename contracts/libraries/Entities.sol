// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {PartyId} from "../types/Ids.sol";
import {Facts} from "../types/Facts.sol";

/// @title The facts about parties: who registered them, whether they have ended, who took their place
/// @notice PARTY: registrant 32 | ended 8, SUCCESSOR: kind 8, least significant last. Twin: domain/state/facts.ts.
library Entities {
    /// @notice The institution that registered the party, 0 if there is no such party, and whether the party has ended.
    function find(ILedger ledger, PartyId party) internal view returns (uint32 registrant, bool ended) {
        bytes32 ref = PartyId.unwrap(party);
        uint256 content = Facts.unpacked(Facts.PARTY, ref, ledger.fact(Facts.PARTY, ref));
        // The cast takes the field of 32 bits above the flag.
        return (uint32(content >> 8), content & 1 != 0);
    }

    /// @notice Whether the party has ended by merger or division: nothing new is registered in its name.
    function hasEnded(ILedger ledger, PartyId party) internal view returns (bool ended) {
        (, ended) = find(ledger, party);
    }

    /// @notice Whether `successor` took the place of `party`, wholly or with others.
    function isSuccessor(ILedger ledger, PartyId party, PartyId successor) internal view returns (bool) {
        return ledger.fact(Facts.SUCCESSOR, successorRef(party, successor)) != 0;
    }

    /* LAYOUT */

    function packed(uint32 registrant, bool ended) internal pure returns (bytes32) {
        return Facts.packed((uint256(registrant) << 8) | (ended ? 1 : 0));
    }

    function successorRef(PartyId party, PartyId successor) internal pure returns (bytes32) {
        return Facts.pair(PartyId.unwrap(party), PartyId.unwrap(successor));
    }
}
