// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {Journal} from "../libraries/Journal.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Lists} from "../libraries/Lists.sol";
import {Head} from "../types/Subjects.sol";
import {Acting} from "./Acting.sol";

/// @title How every registry keeps a subject of any kind
/// @notice A registration is emitted, folded into the journal, and the word replaced. The ledger refuses a head that does not hash to the
/// stored word, which is what proves the state that the rules were applied to.
abstract contract SubjectKeeper is Acting {
    /// @notice Longest text, in bytes of UTF-8.
    uint256 public constant MAX_TEXT = 256;

    /* WORDS */

    /// @notice The first word of a subject, which is attached to the party's list.
    /// @param entry what the registration emitted
    function _begin(uint8 kind, bytes32 subject, bytes32 stateHash, bytes32 entry, bytes32 party) internal {
        _LEDGER.writeAndList(
            kind,
            subject,
            0,
            Journal.word(stateHash, Journal.fold(0, entry)),
            party,
            Lists.leaf(Lists.ATTACHED, kind, subject)
        );
    }

    /// @notice Stores the word of the new state, if the head is the present one.
    function _replace(
        uint8 kind,
        bytes32 subject,
        Head calldata head,
        bytes32 stateHash,
        bytes32 entry
    ) internal {
        bytes32 word = Journal.word(stateHash, Journal.fold(head.journal, entry));
        _LEDGER.write(kind, subject, _wordOf(head), word);
    }

    /// @notice As {_replace}, and the party's list says what became of the subject.
    function _replaceAndList(
        uint8 kind,
        bytes32 subject,
        Head calldata head,
        bytes32 stateHash,
        bytes32 entry,
        bytes32 party,
        uint8 change
    ) internal {
        _LEDGER.writeAndList(
            kind,
            subject,
            _wordOf(head),
            Journal.word(stateHash, Journal.fold(head.journal, entry)),
            party,
            Lists.leaf(change, kind, subject)
        );
    }

    /// @notice Reverts with {StaleState} unless the head is the present one.
    function _requirePresent(uint8 kind, bytes32 subject, Head calldata head) internal view {
        bytes32 expected = _wordOf(head);
        bytes32 actual = _LEDGER.word(kind, subject);
        if (actual != expected) revert ILedger.StaleState(kind, subject, expected, actual);
    }

    /* RULES */

    /// @notice Whether the civil day is given and has begun in Asia/Shanghai.
    function _hasCome(uint32 day) internal view returns (bool) {
        return day != 0 && uint256(day) * 1 days <= block.timestamp + CivilDate.UTC_OFFSET;
    }

    /// @notice The word that the head hashes to.
    function _wordOf(Head calldata head) internal pure returns (bytes32) {
        return Journal.word(keccak256(head.state), head.journal);
    }

    /// @notice Whether the text is there, and not too long.
    function _isText(string calldata text) internal pure returns (bool) {
        return bytes(text).length != 0 && bytes(text).length <= MAX_TEXT;
    }
}
